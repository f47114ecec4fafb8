import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { printInstant } from '../../components/moment.ts'
import { Page, Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { GuardList } from '../../components/guard-list.tsx'
import { PairingTable } from './pairing-table.tsx'
import { SlipDrawer } from './slip-drawer.tsx'
import { TransferLines } from './transfer-lines.tsx'
import { TransferSteps } from './transfer-steps.tsx'
import { pairedWords, transferStates, transferWays } from './transfer-words.ts'
import type { TransferDetail } from './transfer-words.ts'
import classes from './transfers.module.css'

/** One deep-processing transfer, from its slips to the list of each side. */
export function TransferPage() {
  const { transferId = '' } = useParams()
  const navigate = useNavigate()
  const answer = useOperation('transfers.get', { transferId })
  const make = useJob('filings.createTransferPackage')
  const [discarding, setDiscarding] = useState(false)
  const [slipId, setSlipId] = useState<string>()

  if (answer.isError) {
    return (
      <Page title="深加工结转">
        <ErrorNotice
          error={answer.error}
          action={{ label: '看全部结转', onClick: () => void navigate(paths.transfers('transfers')) }}
        />
      </Page>
    )
  }
  const transfer = answer.data
  if (!transfer) return null
  const state = transferStates[transfer.state]
  const gone = transfer.state === 'discarded'
  // Who sends tells the partner first; who receives, once customs has given a number.
  const exchanges = transfer.state !== 'draft' || (transfer.way === 'out' && transfer.paired === 'no')

  async function makePackage() {
    if (make.running) return
    const filing = await make.start({ transferId })
    if (filing) await navigate(paths.filing(filing.filingId))
  }

  return (
    <Page
      title={`深加工结转（${transferWays[transfer.way]}）`}
      about={
        <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          <span className="mono">{transfer.transferNo}</span>
          {transfer.partnerName}
          <Tag tone={state.tone}>{state.name}</Tag>
          {transfer.paired !== 'no' && <Tag tone={pairedWords[transfer.paired].tone}>{pairedWords[transfer.paired].name}</Tag>}
        </span>
      }
      actions={
        !gone && (
          <>
            {transfer.state === 'draft' && (
              <Button variant="default" onClick={() => setDiscarding(true)}>
                撤销
              </Button>
            )}
            <Button variant="default" component={Link} to={paths.importTransferPackage}>
              读入结转包
            </Button>
            <Button variant={exchanges ? 'filled' : 'default'} autoFocus={exchanges} onClick={() => void makePackage()}>
              生成结转包
            </Button>
            {transfer.state === 'draft' && (
              <Button
                variant={exchanges ? 'default' : 'filled'}
                autoFocus={!exchanges}
                onClick={() => void navigate(paths.listDraft(transfer.draftId))}
              >
                打开清单草稿
              </Button>
            )}
          </>
        )
      }
    >
      <TransferSteps transfer={transfer} />
      <ErrorNotice error={make.error} />
      {make.running && <JobProgress job={make.running} what="正在生成结转包" />}
      {transfer.pairing.length > 0 ? (
        <Panel title="逐项对照（R-50）">
          <div className={classes.inset}>
            <PairingTable items={transfer.pairing} name={transfer.transferNo} />
          </div>
        </Panel>
      ) : (
        <Panel title="商品" aside={<span className={classes.quiet}>读入对方的结转包后，在这里与对方逐项对照（R-50）</span>}>
          <div className={classes.inset}>
            <TransferLines lines={transfer.lines} />
          </div>
        </Panel>
      )}
      <div className={classes.columns}>
        <div className={classes.stack}>
          {transfer.guards.length > 0 && (
            <Panel title="核对结果">
              <GuardList guards={transfer.guards} />
            </Panel>
          )}
          <Panel title={`收发货单（${transfer.slipsOf.length} 张）`}>
            <ul className={classes.slips}>
              {transfer.slipsOf.map((slip) => (
                <li key={slip.slipId}>
                  <Button size="compact-sm" variant="subtle" className="mono" onClick={() => setSlipId(slip.slipId)}>
                    {slip.slipNo}
                  </Button>{' '}
                  <span className={classes.quiet}>{slip.deliveredOn}</span>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <Facts transfer={transfer} />
      </div>
      {slipId !== undefined && <SlipDrawer slipId={slipId} onClose={() => setSlipId(undefined)} />}
      {discarding && (
        <DeedDialog
          title={`撤销结转 ${transfer.transferNo}`}
          submitLabel="撤销结转"
          onSubmit={async () => void (await call('transfers.discard', { transferId }))}
          onClose={() => setDiscarding(false)}
        >
          <div>{transfer.slipsOf.length} 张收发货单回到未结转，清单草稿作废。收发货单本身不变，可以重新建立结转。</div>
        </DeedDialog>
      )}
    </Page>
  )
}

/** What is known of both sides, in a column beside the goods. */
function Facts({ transfer }: { transfer: TransferDetail }) {
  const { handbookNo, partnerHandbookNo, listNo, partnerListNo, draftId, packages } = transfer
  return (
    <div className={classes.stack}>
      <Panel title="期间和期限">
        <Definitions
          columns={1}
          items={[
            ['收发货', `${transfer.from} 至 ${transfer.to}`],
            ['申报期限', <Deadline key="deadline" on={transfer.deadline} met={transfer.state !== 'draft'} />],
            ['建立', `${printInstant(transfer.createdAt)}${transfer.fromPackage ? '，由对方结转包' : ''}`],
          ]}
        />
      </Panel>
      <Panel title="我方">
        <Definitions
          columns={1}
          items={[
            [
              '手册',
              <Link key="book" to={paths.handbook(handbookNo, 'transfers')} className="mono">
                {handbookNo}
              </Link>,
            ],
            [
              '清单',
              listNo ? (
                <Link key="list" to={paths.list(handbookNo, listNo)} className="mono">
                  {listNo}
                </Link>
              ) : (
                <Link key="draft" to={paths.listDraft(draftId)}>
                  {transfer.state === 'draft' ? '草稿，尚未申报' : '清单草稿'}
                </Link>
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title="对方">
        <Definitions
          columns={1}
          items={[
            ['企业', transfer.partnerName],
            [
              '手册',
              <span key="book" className="mono">
                {partnerHandbookNo}
              </span>,
            ],
            [
              '清单',
              partnerListNo ? (
                <span key="list" className="mono">
                  {partnerListNo}
                </span>
              ) : (
                '尚未得知'
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title="结转包">
        {packages.length === 0 ? (
          <div className={classes.none}>还没有交换。生成结转包，签名后交给对方；对方读入后生成自己的清单，再把结转包发回来。</div>
        ) : (
          <ul className={classes.packages}>
            {packages.map(({ filingId, way, at, name }) => (
              <li key={`${filingId} ${at}`}>
                <span className={classes.quiet}>
                  {printInstant(at)}　{way === 'sent' ? '发出' : '读入'}
                </span>
                {way === 'sent' ? <Link to={paths.filing(filingId)}>{name || '结转包，尚未签名'}</Link> : <span>{name}</span>}
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}
