import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { severities, SeverityTag } from '../../components/guard-list.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { tabNames } from './draft-words.ts'
import type { DraftCheck, DraftDetail } from './draft-words.ts'
import classes from './draft.module.css'
import { cellPath } from './first-problem.ts'

const titles: Record<DraftCheck['severity'], string> = { blocks: '必须先处理', warns: '请留意，可以申报', passes: '核对通过' }
/** A long list of the same mistake is mended in the grid, not read here. */
const most = 100

/** 核对结果: what blocks the filing, what a clerk should have seen, and what has been looked at; each leads to its cell. */
export function ChecksTab({ draft }: { draft: DraftDetail }) {
  const { draftId } = draft
  const answer = useOperation('handbookDrafts.check', { draftId })
  if (answer.isError) return <ErrorNotice error={answer.error} />
  if (!answer.data) return <Text c="dimmed">正在核对</Text>
  const { checks } = answer.data
  const blocked = checks.some(({ severity }) => severity === 'blocks')
  return (
    <>
      {!blocked && <Notice severity="info">没有阻断项，可以生成申报。</Notice>}
      {severities.map((severity) => {
        const of = checks.filter((check) => check.severity === severity)
        if (of.length === 0) return null
        return (
          <Panel key={severity} title={`${titles[severity]}（${of.length}）`}>
            <ul className={classes.list}>
              {of.slice(0, most).map((check) => (
                <li key={`${check.rule} ${check.message} ${check.at?.rowId ?? ''}`} className={classes.item}>
                  <SeverityTag of={severity} />
                  <div>{check.message}</div>
                  <span>
                    {check.rule && <span className={classes.rule}>{check.rule}　</span>}
                    <Place draftId={draftId} check={check} />
                  </span>
                </li>
              ))}
            </ul>
            {of.length > most && (
              <Text size="sm" c="dimmed" p="sm">
                只列出前 {most} 项，其余在表格里按 F8 逐处查看。
              </Text>
            )}
          </Panel>
        )
      })}
    </>
  )
}

function Place({ draftId, check }: { draftId: string; check: DraftCheck }) {
  if (check.at) {
    const { body, rowId, column } = check.at
    return <Link to={cellPath(draftId, body, rowId, column)}>去{tabNames[body]}</Link>
  }
  const way = check.severity === 'passes' ? undefined : waysOfRules[check.rule]
  return way && <Link to={way.to(draftId)}>{way.label}</Link>
}

/** Where a rule is put right that no cell of the draft breaks. */
const waysOfRules: Readonly<Record<string, { label: string; to: (draftId: string) => string }>> = {
  'R-4': { label: '去随附单证', to: (draftId) => paths.draft(draftId, 'documents') },
  'R-5': { label: '去登记信息表', to: () => paths.reference('capability') },
  'R-6': { label: '看管制商品', to: () => paths.reference('controlled-goods') },
  'R-7': { label: '看手册', to: () => paths.handbooks },
  'R-32': { label: '看单耗标准', to: () => paths.reference('consumption-standards') },
}
