import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useRef, useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { runJob } from '../../app/engine.ts'
import { useJob } from '../../app/use-job.ts'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { GuardList, isBlocked } from '../../components/guard-list.tsx'
import { PackageSignature } from './package-signature.tsx'
import { PairingTable } from './pairing-table.tsx'
import { transferWays } from './transfer-words.ts'
import type { PackageContent } from './transfer-words.ts'
import classes from './transfers.module.css'
import { UnpairedItem } from './unpaired-item.tsx'
import { useFocusWhen } from './use-focus-when.ts'

/** What a partner's package says, before anything is written; what is missing is put in right here. */
export function PackageReview({ fileId, onAnother }: { fileId: string; onAnother: () => void }) {
  // Named as its operation, so that it is looked at again when a partner, a key or a correspondence has been put in.
  const look = useQuery({
    queryKey: ['transfers.inspectPackage', { fileId }],
    queryFn: () => runJob('transfers.inspectPackage', { fileId }),
  })
  const take = useJob('transfers.importPackage')
  const [done, setDone] = useState<Output<'transfers.importPackage'>>()
  const content = look.data
  const go = useRef<HTMLButtonElement>(null)
  const unpaired = content?.items.filter(({ itemSeq }) => itemSeq === null) ?? []
  const lacking = content && lackingOf(content, unpaired.length)
  useFocusWhen(go, content !== undefined && lacking === undefined)

  if (done) return <PackageTaken done={done} onAnother={onAnother} />
  if (look.isError) return <ErrorNotice error={look.error} action={{ label: '换一个文件', onClick: onAnother }} />
  if (!content) return <Text c="dimmed">正在校验签名和内容</Text>
  async function run() {
    if (lacking !== undefined || take.running) return
    const taken = await take.start({ fileId })
    if (taken) setDone(taken)
  }
  return (
    <>
      <PackageSignature content={content} />
      <Panel title="结转包的内容">
        <Definitions items={facts(content)} />
      </Panel>
      {unpaired.length > 0 && content.partnerId !== null && (
        <Panel title={`还不知道是我方哪一项（${unpaired.length}）`}>
          {unpaired.map((item) => (
            <UnpairedItem
              key={item.partnerItemSeq}
              item={item}
              content={content}
              partnerId={content.partnerId ?? ''}
              first={item === unpaired[0]}
            />
          ))}
        </Panel>
      )}
      {content.guards.length > 0 && (
        <Panel title="核对结果">
          <GuardList guards={content.guards} here={paths.transfers('partners')} />
        </Panel>
      )}
      <Panel title="逐项对照（R-50）">
        <div className={classes.inset}>
          <PairingTable items={content.items} name={content.transferNo} />
        </div>
      </Panel>
      <Panel title={`收发货单（${content.slips.length} 张）`}>
        <PackageSlips content={content} />
      </Panel>
      <ErrorNotice error={take.error} />
      <div className={classes.footer} data-page>
        {take.running ? (
          <div style={{ flex: 1 }}>
            <JobProgress job={take.running} what="正在读入结转包" />
          </div>
        ) : (
          <>
            <Button ref={go} disabled={lacking !== undefined} onClick={() => void run()}>
              {content.transferId === null ? '读入，建立结转' : '读入，记入已有的结转'}
            </Button>
            <Button variant="default" onClick={onAnother}>
              取消
            </Button>
            <Text size="sm" c="dimmed">
              {lacking === undefined ? '读入前账本没有任何变化' : `还不能读入：${lacking}`}
            </Text>
          </>
        )}
      </div>
    </>
  )
}

/** What has to be put in before it can be taken, in its order. */
function lackingOf({ partnerId, trusted, guards }: PackageContent, unpaired: number): string | undefined {
  if (partnerId === null) return '先登记这家企业'
  if (!trusted) return '先核对并确认签名密钥'
  if (unpaired > 0) return `先登记 ${unpaired} 项商品对应`
  return isBlocked(guards) ? '先处理阻断的问题' : undefined
}

const mono = (text: string) => <span className="mono">{text}</span>
const facts = (content: PackageContent) =>
  [
    ['对方企业', content.partner.name],
    ['信用代码', mono(content.partner.creditCode)],
    ['海关编码', mono(content.partner.customsCode)],
    ['结转编号', mono(content.transferNo)],
    ['对我方是', `${transferWays[content.way]}${content.way === 'in' ? '（对方转出）' : '（对方转入）'}`],
    ['收发货期间', `${content.from} 至 ${content.to}`],
    ['我方手册', mono(content.handbookNo)],
    ['对方手册', mono(content.partnerHandbookNo)],
    ['对方清单', content.partnerListNo ? mono(content.partnerListNo) : '对方尚无清单编号'],
  ] as const

/** What will be added to the slips, and what is there already. */
function PackageSlips({ content: { slips } }: { content: PackageContent }) {
  const added = slips.filter(({ known }) => !known)
  return (
    <>
      <Text size="sm" px="md" pt="sm">
        {added.length === 0
          ? '都已在账内，不会重复登记。'
          : `将补登 ${added.length} 张，已在账内 ${slips.length - added.length} 张。`}
      </Text>
      <ul className={classes.slips}>
        {slips.map(({ slipNo, deliveredOn, lines, known }) => (
          <li key={slipNo}>
            {mono(slipNo)}{' '}
            <span className={classes.quiet}>
              {deliveredOn}，{lines} 行
            </span>{' '}
            {!known && <Tag tone="accent">补登</Tag>}
          </li>
        ))}
      </ul>
    </>
  )
}

/** A link takes no `autoFocus`. */
const focusOnMount = (link: HTMLAnchorElement | null): void => link?.focus()

function PackageTaken({ done, onAnother }: { done: Output<'transfers.importPackage'>; onAnother: () => void }) {
  return (
    <Notice severity="done">
      <Text fw={600}>{done.message}</Text>
      <Group mt="sm" gap="sm">
        <Button component={Link} to={paths.transfer(done.transferId)} ref={focusOnMount}>
          打开结转 {done.transferNo}
        </Button>
        {done.state === 'draft' && (
          <Button variant="default" component={Link} to={paths.listDraft(done.draftId)}>
            打开清单草稿
          </Button>
        )}
        <Button variant="default" onClick={onAnother}>
          再读入一个
        </Button>
      </Group>
    </Notice>
  )
}
