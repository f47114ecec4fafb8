import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { saveFile } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { showError } from '../../components/export-table.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import { EvidenceDrop } from './evidence-drop.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import { productLabel, whyFrozen } from '../handbooks/frozen-version.ts'
import type { Version } from '../handbooks/frozen-version.ts'

/** 证据档案 of a version: what proves its consumption, kept by hash, handed over as one folder. */
export function EvidenceDrawer(props: {
  handbookNo: string
  version: Version
  onClose: () => void
  /** Absent where no version can be proposed any more. */
  onPropose?: () => void
}) {
  const { handbookNo, version, onClose } = props
  useFocusBack()
  const of = { handbookNo, productSeq: version.productSeq, version: version.version }
  const list = useOperation('consumption.evidence', of)
  const exporting = useJob('consumption.exportEvidence')
  const evidence = list.data?.evidence ?? []
  const standing = evidence.filter(({ withdrawn }) => withdrawn === null).length

  async function exportAll() {
    if (exporting.running) return
    const exported = await exporting.start(of)
    if (exported) await saveFile(exported.fileId).catch(showError)
  }
  return (
    <Drawer
      opened
      onClose={onClose}
      size={860}
      title={
        <Group gap="sm">
          <span>
            {productLabel(version)} · 单耗版本 {version.version} · 证据档案
          </span>
          {version.frozen && <Tag tone="accent">冻结</Tag>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
      padding="md"
    >
      <Stack gap="md">
        {version.frozen && (
          <Notice severity="info">
            {whyFrozen(version)}。{' '}
            {props.onPropose && (
              <Button size="compact-xs" variant="default" onClick={props.onPropose}>
                提出新版本
              </Button>
            )}
          </Notice>
        )}
        <EvidenceDrop of={of} />
        <ErrorNotice error={list.error ?? exporting.error} />
        {exporting.running && <JobProgress job={exporting.running} what="整理证据" />}
        {list.data && evidence.length === 0 && (
          <Empty>
            还没有证据。海关核查单耗时要看：料件和成品的样品、照片、规格，工艺流程图、排料图、物料清单或配方、工单，生产报表、成本核算，审核结论（R-36）。
          </Empty>
        )}
        {evidence.length > 0 && (
          <>
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                在档 {standing} 份{standing < evidence.length && `，撤下 ${evidence.length - standing} 份`}
              </Text>
              <Button size="xs" variant="default" disabled={standing === 0} onClick={() => void exportAll()}>
                导出为文件夹
              </Button>
            </Group>
            <EvidenceTable evidence={evidence} />
          </>
        )}
      </Stack>
    </Drawer>
  )
}
