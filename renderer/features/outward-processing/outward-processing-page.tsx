import { Button, Table, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { customsDistrictName } from '../../../shared/codes/tables.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { CodeName, Definitions } from '../../components/definitions.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { GuardList } from '../../components/guard-list.tsx'
import { ApplicationDialog } from './application-dialog.tsx'
import { MovementDialog } from './movement-dialog.tsx'
import { MovementsTable } from './movements-table.tsx'
import classes from './outward.module.css'
import { applicationStates, goodsNames, isEditable } from './outward-words.ts'
import type { ApplicationDetail } from './outward-words.ts'

/** One application of outward processing: what is out, until when it is filed, what came back. */
export function OutwardProcessingPage() {
  const { applicationId = '' } = useParams()
  const navigate = useNavigate()
  const answer = useOperation('outwardProcessing.get', { applicationId })
  const today = useOperation('house.status', {}).data?.businessDate
  const file = useJob('filings.createOutwardProcessing')
  const [open, setOpen] = useState<'edit' | 'dispatch' | 'return' | 'close' | null>(null)
  const leave = () => setOpen(null)
  if (answer.isError) {
    return (
      <Page title="外发加工">
        <ErrorNotice
          error={answer.error}
          action={{ label: '看全部外发加工', onClick: () => void navigate(paths.transfers('outward-processing')) }}
        />
      </Page>
    )
  }
  const application = answer.data
  if (!application) return null
  const state = applicationStates[application.state]
  const closed = application.state === 'closed'

  async function makeFiling() {
    if (file.running) return
    const filing = await file.start({ applicationId })
    if (filing) await navigate(paths.filing(filing.filingId))
  }

  return (
    <Page
      title={`外发加工 ${application.innerNo}`}
      about={
        <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          {application.contractor.name}
          <Tag tone={state.tone}>{state.name}</Tag>
          {application.allProcesses && <Tag tone="warns">全部工序外发</Tag>}
        </span>
      }
      actions={
        !closed && (
          <>
            <Button variant="default" onClick={() => setOpen('close')} disabled={application.state === 'filed'}>
              结束
            </Button>
            {isEditable(application) && (
              <Button variant="default" onClick={() => setOpen('edit')}>
                修改
              </Button>
            )}
            {isEditable(application) && (
              <Button variant="default" onClick={() => void makeFiling()}>
                生成申报
              </Button>
            )}
            <Button variant="default" onClick={() => setOpen('return')} disabled={application.outstanding === 0}>
              登记收回
            </Button>
            <Button onClick={() => setOpen('dispatch')} autoFocus>
              登记外发
            </Button>
          </>
        )
      }
    >
      {closed && (
        <Notice severity="info">
          外发加工已结束{application.closeNote && `：${application.closeNote}`}。记录保留备查，不再变动。
        </Notice>
      )}
      <ErrorNotice error={file.error} />
      {file.running && <JobProgress job={file.running} what="正在生成申报" />}
      <div className={classes.columns}>
        <div className={classes.stack}>
          <Panel title="在外数量">
            <OutstandingTable application={application} />
          </Panel>
          <Panel title={`收发记录（${application.movements.length} 张）`}>
            <MovementsTable application={application} />
          </Panel>
          {application.guarantee && <Guarantee guarantee={application.guarantee} />}
        </div>
        <div className={classes.stack}>
          <Panel title="核对结果">
            <GuardList guards={application.guards} />
          </Panel>
          <Facts application={application} />
        </div>
      </div>
      {open === 'edit' && <ApplicationDialog application={application} onSaved={leave} onClose={leave} />}
      {(open === 'dispatch' || open === 'return') && today !== undefined && (
        <MovementDialog application={application} kind={open} today={today} onClose={leave} />
      )}
      {open === 'close' && <CloseDialog application={application} onClose={leave} />}
    </Page>
  )
}

function OutstandingTable({ application }: { application: ApplicationDetail }) {
  if (application.outstandingLines.length === 0) return <Empty>还没有外发货物。</Empty>
  return (
    <Table verticalSpacing={6} horizontalSpacing={12}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>货物</Table.Th>
          <Table.Th>名称</Table.Th>
          <Table.Th>单位</Table.Th>
          {['外发', '原样收回', '加工耗用', '还在外'].map((title) => (
            <Table.Th key={title} ta="right">
              {title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {application.outstandingLines.map((line) => (
          <Table.Tr key={`${line.goods} ${line.itemSeq}`}>
            <Table.Td>
              {goodsNames[line.goods]} {line.itemSeq}
            </Table.Td>
            <Table.Td>{line.name}</Table.Td>
            <Table.Td>{line.unit}</Table.Td>
            <Table.Td className={classes.number}>{formatQuantity(line.sent)}</Table.Td>
            <Table.Td className={classes.number}>{formatQuantity(line.returned)}</Table.Td>
            <Table.Td className={classes.number}>{formatQuantity(line.used)}</Table.Td>
            <Table.Td className={classes.number}>
              <b>{formatQuantity(line.out)}</b>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** value × duty, then (value + duty) × VAT, each to the cent. */
function Guarantee({ guarantee }: { guarantee: NonNullable<ApplicationDetail['guarantee']> }) {
  return (
    <Panel title="担保" aside={<span className={classes.quiet}>价值 × 关税率 +（价值 + 关税）× 增值税率　R-63</span>}>
      {guarantee.lines.length === 0 ? (
        <Empty>还没有担保计算。请在“修改”中逐项填写外发货物的价值和税率。</Empty>
      ) : (
        <>
          <Table verticalSpacing={6} horizontalSpacing={12}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>料件</Table.Th>
                {['价值', '关税', '增值税'].map((title) => (
                  <Table.Th key={title} ta="right">
                    {title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {guarantee.lines.map((line, index) => (
                <Table.Tr key={index}>
                  <Table.Td>
                    {line.itemSeq} {line.name}
                  </Table.Td>
                  <Table.Td className={classes.number}>{formatQuantity(line.value)}</Table.Td>
                  <Table.Td className={classes.number}>{formatQuantity(line.duty)}</Table.Td>
                  <Table.Td className={classes.number}>{formatQuantity(line.vat)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <div className={classes.total}>
            合计 <b>{formatQuantity(guarantee.total)}</b> 元
          </div>
        </>
      )}
    </Panel>
  )
}

function Facts({ application }: { application: ApplicationDetail }) {
  const { contractor } = application
  return (
    <>
      <Panel title="申报">
        <Definitions
          columns={1}
          items={[
            [
              '手册',
              <Link key="book" to={paths.handbook(application.handbookNo, 'transfers')} className="mono">
                {application.handbookNo}
              </Link>,
            ],
            ['首次外发', application.firstDispatchOn ?? '还没有外发'],
            [
              '申报期限',
              application.deadline === null ? (
                '首次外发后 3 个工作日'
              ) : (
                <Deadline key="deadline" on={application.deadline} met={!isEditable(application)} />
              ),
            ],
            ['外发有效期', application.validTo],
            ['申报日期', application.filedOn ?? '还没有申报'],
            ['备案编号', application.applicationNo],
            [
              '申报包',
              application.filingId === null ? (
                '还没有生成'
              ) : (
                <Link key="filing" to={paths.filing(application.filingId)}>
                  打开
                </Link>
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title="申报表">
        <Definitions
          columns={1}
          items={[
            ['外发工序', application.processes],
            ['外发货物', application.sentGoods],
            ['收回货物', application.returnedGoods],
            ['合同号', application.contractNo],
            ['承揽企业', contractor.name],
            ['信用代码', contractor.creditCode],
            ['海关编码', contractor.customsCode],
            [
              '主管海关',
              <CodeName
                key="district"
                code={contractor.customsDistrict}
                name={customsDistrictName(contractor.customsDistrict)}
              />,
            ],
            ['联系人', [contractor.contact, contractor.phone].filter((part) => part !== '').join(' ')],
            ['备注', application.remark],
          ]}
        />
      </Panel>
    </>
  )
}

function CloseDialog({ application, onClose }: { application: ApplicationDetail; onClose: () => void }) {
  const [note, setNote] = useState('')
  const { outstanding } = application
  return (
    <DeedDialog
      title={`结束外发加工 ${application.innerNo}`}
      submitLabel="结束"
      ready={outstanding === 0 || note.trim() !== ''}
      onSubmit={async () => void (await call('outwardProcessing.close', { applicationId: application.applicationId, note }))}
      onClose={onClose}
    >
      <div>
        {outstanding === 0
          ? '货物已全部收回。结束后不再登记收发。'
          : `还有 ${outstanding} 项货物在外。请写明留在承揽企业的货物和办理的手续（R-64）；结束后不再登记收发。`}
      </div>
      <Textarea
        label={outstanding === 0 ? '说明，可不填' : '说明'}
        data-autofocus
        autosize
        minRows={2}
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
