import { Button, Group, Popover, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useJobs } from '../state/jobs.ts'
import { JobBar, progressText } from '../components/job-progress.tsx'
import { showError } from '../components/export-table.ts'
import { call } from './engine.ts'
import type { JobProgress } from './engine.ts'
import classes from './shell.module.css'

const titles: Record<string, string> = {
  'enterprise.loadSample': '载入示例企业',
  'handbooks.inspectWorkbook': '读取手册工作簿',
  'handbooks.importWorkbook': '导入手册',
  'handbookDrafts.inspectWorkbook': '读取手册工作簿',
  'handbookDrafts.importWorkbook': '导入为草稿',
  'handbookDrafts.importBody': '导入草稿表体',
  'handbookDrafts.exportWorkbook': '导出草稿',
  'bondedLists.inspectWorkbook': '读取清单工作簿',
  'bondedLists.importWorkbook': '导入清单',
  'reference.inspectWorkbook': '读取资料工作簿',
  'reference.importWorkbook': '导入资料',
  'mappings.inspectWorkbook': '读取归并关系工作簿',
  'mappings.importWorkbook': '导入归并关系',
  'boms.inspectWorkbook': '读取物料清单工作簿',
  'boms.importWorkbook': '导入物料清单',
  'consumption.exportEvidence': '导出单耗证据',
  'filings.createWriteOffReport': '生成报核',
  'filings.createHandbookFiling': '生成备案或变更申报',
  'filings.importReceipts': '导入回执',
  'workOrders.inspectWorkbook': '读取工单工作簿',
  'workOrders.importWorkbook': '导入工单',
  'filings.createSelfVerification': '生成自核记录',
  'filings.sign': '签名封装',
  'keys.create': '生成签名密钥',
  'keys.changePassphrase': '更换密钥口令',
  'keys.backUp': '备份密钥',
  'keys.restore': '恢复密钥',
  'keys.createRequest': '生成证书申请',
  'keys.importCertificate': '导入证书',
  'keys.register': '登记密钥',
  'uKey.diagnose': 'U 盾诊断',
  'uKey.register': '登记 U 盾',
  'filings.signMany': '批量签名',
  'signing.exportRequest': '导出代签文件',
  'signing.inspectRequest': '读取代签文件',
  'signing.signRequest': '代签',
  'signing.importSigned': '导入签好的文件',
  'operators.save': '保存操作员',
  'operators.takeOver': '换人',
  'journal.export': '导出操作日志',
  'stocktakes.template': '准备空白盘点表',
  'stocktakes.inspectSheet': '读取盘点表工作簿',
  'stocktakes.importSheet': '导入盘点表',
  'stocktakes.export': '导出盘点结果',
  'files.exportTable': '导出表格',
  'backups.create': '备份账本',
  'backups.restore': '恢复备份',
}
const endings = { running: '', done: '已完成', failed: '没有成功', cancelled: '已取消' }

/**
 * Several jobs at a time, each with its bar. Of those that have ended, what failed and what has a summary to lead to waits here until
 * it has been seen.
 */
export function JobsTray() {
  const { jobs: all, ways, trayOpen, setTrayOpen } = useJobs()
  const jobs = all.filter(({ jobId, state }) => state === 'running' || state === 'failed' || (state === 'done' && ways[jobId]))
  if (jobs.length === 0) return null
  const running = jobs.filter(({ state }) => state === 'running').length
  return (
    <Popover opened={trayOpen} onChange={setTrayOpen} width={360} position="bottom-end" shadow="md">
      <Popover.Target>
        <button
          type="button"
          className={classes.pill}
          style={{ background: 'none', cursor: 'pointer' }}
          onClick={() => setTrayOpen(!trayOpen)}
        >
          {running > 0 ? `进行中 ${running}` : `任务 ${jobs.length}`}
        </button>
      </Popover.Target>
      <Popover.Dropdown p="md">
        <Stack gap="md" mah={400} style={{ overflow: 'auto' }}>
          {jobs.map((job) => (
            <JobRow key={job.jobId} job={job} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function JobRow({ job }: { job: JobProgress }) {
  const way = useJobs((state) => state.ways[job.jobId])
  const setTrayOpen = useJobs((state) => state.setTrayOpen)
  const title = titles[job.operation] ?? '任务'
  return (
    <div>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" fw={600}>
          {way ? (
            <Link to={way} onClick={() => setTrayOpen(false)}>
              {title}
            </Link>
          ) : (
            title
          )}
        </Text>
        {job.state === 'running' ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void call('jobs.cancel', { jobId: job.jobId }).catch(showError)}
          >
            取消
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {endings[job.state]}
          </Text>
        )}
      </Group>
      {job.state === 'running' && (
        <>
          <Text size="xs" c="dimmed" mb="xs">
            {job.what} {progressText(job)}
          </Text>
          <JobBar progress={job} />
        </>
      )}
      {job.error && <Text size="xs">{job.error.message}</Text>}
    </div>
  )
}
