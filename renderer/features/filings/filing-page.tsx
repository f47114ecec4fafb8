import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { call, saveFile } from '../../app/engine.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import { PrintButton } from '../../components/paper.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page, Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { useChannelOf } from './channel-words.ts'
import { FilingActions } from './filing-actions.tsx'
import { FilingAttempts } from './filing-attempts.tsx'
import classes from './filing.module.css'
import { FiledList } from './filed-list.tsx'
import { FilingChecks } from './filing-checks.tsx'
import { FilingFiles } from './filing-files.tsx'
import { FilingPaper } from './filing-paper.tsx'
import { FilingMessages } from './filing-messages.tsx'
import { FilingReceipts } from './filing-receipts.tsx'
import { FilingSteps } from './filing-steps.tsx'
import type { FilingDetail } from './filing-words.ts'
import { filingKinds, filingStates, madeAnew, mendAt, sourceOf } from './filing-words.ts'
import { HowToVerify } from './how-to-verify.tsx'
import { SignDialog } from './sign-dialog.tsx'

/** One filing from its checks to the package that is handed in. */
export function FilingPage() {
  const { filingId = '' } = useParams()
  const navigate = useNavigate()
  const filing = useOperation('filings.get', { filingId })
  const channel = useChannelOf(filing.data?.kind)
  const item = useOperation('outbox.list', {}).data?.items.find((each) => each.filingId === filingId)
  const [signing, setSigning] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [exported, setExported] = useState<string | null>(null)

  async function exportPackage() {
    // A double click asks once. The button is not disabled meanwhile: it would lose the keyboard.
    if (exporting) return
    setError(null)
    setExporting(true)
    try {
      const { fileId, name } = await call('filings.export', { filingId })
      if (await saveFile(fileId)) setExported(name)
    } catch (problem) {
      setError(problem)
    } finally {
      setExporting(false)
    }
  }

  if (filing.isError) {
    return (
      <Page title="申报">
        <ErrorNotice error={filing.error} action={{ label: '看申报箱', onClick: () => void navigate(paths.filings) }} />
      </Page>
    )
  }
  if (!filing.data) return null
  const data = filing.data
  const source = sourceOf(data)
  const blocked = data.checks.some(({ severity }) => severity === 'blocks')
  const signed = data.sequence !== null
  const actions = signed ? (
    <FilingActions filing={data} channel={channel} item={item} onExport={() => void exportPackage()} onError={setError} />
  ) : (
    <Button autoFocus disabled={blocked} onClick={() => setSigning(true)}>
      签名
    </Button>
  )
  return (
    <Page
      title={filingKinds[data.kind]}
      about={
        <span className={classes.about}>
          {data.handbookNo && (
            <Link to={paths.handbook(data.handbookNo, 'filings')} className="mono">
              {data.handbookNo}
            </Link>
          )}
          {data.subject && <span className="mono">{data.subject}</span>}
          {source && <Link to={source.to}>{source.label}</Link>}
          <Tag tone={filingStates[data.state].tone}>{filingStates[data.state].name}</Tag>
        </span>
      }
      actions={
        <>
          <PrintButton />
          {actions}
        </>
      }
    >
      <FilingSteps filing={data} item={item} />
      <ErrorNotice error={error} />
      {blocked && !signed && <Notice severity="blocks">有必须先处理的问题，{madeAnew[data.kind]}</Notice>}
      {data.state === 'returned' && <Returned filing={data} />}
      {data.state === 'accepted' && data.kind === 'writeOffReport' && <BeforeClosing handbookNo={data.handbookNo} />}
      {item?.state === 'stopped' && item.lastError !== '' && (
        <Notice severity="blocks">没有发出：{item.lastError}。改正后点“再试”，发的仍是同样的字节。</Notice>
      )}
      {item && item.state !== 'stopped' && item.waitsFor !== '' && error === null && (
        <Notice severity="info">等待{item.waitsFor}</Notice>
      )}
      {exported && (
        <Notice severity="done">
          <Text fw={600}>已导出 {exported}</Text>
          <Text size="sm">
            {data.kind === 'transferPackage' ? '把文件交给往来企业，对方在结转页导入。' : '把文件复制到 U 盘递交。'}
            再次导出得到的是逐字节相同的文件。
          </Text>
        </Notice>
      )}
      <div className={classes.columns}>
        <div className={classes.stack}>
          {data.receipts.length > 0 && (
            <Panel title="回执">
              <FilingReceipts receipts={data.receipts} />
            </Panel>
          )}
          <Panel title="往来">
            <FilingMessages filingId={filingId} />
          </Panel>
          {signed && channel && <FilingAttempts filingId={filingId} />}
          {data.kind === 'bondedList' && data.draftId && <FiledList draftId={data.draftId} createdAt={data.createdAt} />}
          <Panel title="核对结果">
            <FilingChecks checks={data.checks} />
          </Panel>
          <Panel title="文件">
            <FilingFiles files={data.files} />
          </Panel>
          {signed && (
            <Panel title="怎样验证签名">
              <HowToVerify packageName={data.packageName ?? ''} />
            </Panel>
          )}
        </div>
        <div className={classes.stack}>
          <Panel title="表头">
            <Definitions columns={1} items={data.summary.map(({ label, value }) => [label, value] as const)} />
          </Panel>
          {signed && (
            <Panel title={data.kind === 'transferPackage' ? '结转包' : '申报包'}>
              <Definitions
                columns={1}
                items={[
                  [
                    '文件名',
                    <span key="name" className="mono">
                      {data.packageName}
                    </span>,
                  ],
                  ['序号', data.sequence],
                  ['签名密钥', data.keyName],
                  [
                    'SHA-256',
                    <span key="hash" className="mono">
                      {data.packageSha256}
                    </span>,
                  ],
                  [
                    '上一包',
                    data.previousSha256 ? (
                      <span key="previous" className="mono">
                        {data.previousSha256}
                      </span>
                    ) : (
                      '这是第一包'
                    ),
                  ],
                ]}
              />
            </Panel>
          )}
          <Panel title="经过">
            <ol className={classes.events}>
              {data.events.map((event) => (
                <li key={event.at + event.note}>
                  <span className={classes.eventTime}>{printInstant(event.at)}</span>
                  <span>{event.note || filingStates[event.state].name}</span>
                </li>
              ))}
            </ol>
          </Panel>
        </div>
      </div>
      <FilingPaper filing={data} />
      {signing && <SignDialog filing={data} onClose={() => setSigning(false)} />}
    </Page>
  )
}

/** What customs has accepted it closes by a letter, which a person puts down. */
function BeforeClosing({ handbookNo }: { handbookNo: string }) {
  const handbook = useOperation('handbooks.get', { handbookNo }).data
  if (!handbook || handbook.state === 'closed') return null
  return (
    <Notice severity="done">
      海关已受理报核。收到《核销结案通知书》后，到<Link to={paths.handbook(handbookNo)}>手册概况</Link>登记，手册即结案。
    </Notice>
  )
}

/** Why it came back, and where it is mended. */
function Returned({ filing }: { filing: FilingDetail }) {
  const mend = mendAt(filing)
  const receipt = filing.receipts.findLast(({ result }) => result === 'returned' || result === 'notReceived')
  // The code in words stands before the reasons.
  const reasons = (receipt?.notes ?? []).filter((note) => !/^(海关|导入客户端)：/.test(note))
  return (
    <Notice severity="blocks">
      <Text fw={600}>退单，没有通过</Text>
      <ol className={classes.reasons}>
        {reasons.map((reason, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- customs may say the same twice
          <li key={index}>{reason}</li>
        ))}
      </ol>
      {mend && (
        <>
          到<Link to={mend.to}>{mend.label}</Link>改正后重新申报，新的一份有自己的编号和签名。
        </>
      )}
    </Notice>
  )
}
