import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Panel } from '../../components/page.tsx'
import { Paper, PaperPart, PrintButton } from '../../components/paper.tsx'
import { CompareBody, CompareHead, groupsOf } from './compare-tables.tsx'
import { bodyNames, draftKind, draftStates } from './draft-words.ts'
import type { DraftDetail } from './draft-words.ts'
import { useItemNames } from './item-names.ts'

/** 变更前 beside 变更后: what customs is asked to change, and nothing else. */
export function CompareTab({ draft }: { draft: DraftDetail }) {
  const answer = useOperation('handbookDrafts.compare', { draftId: draft.draftId })
  const names = useItemNames(draft.draftId)
  if (answer.isError) return <ErrorNotice error={answer.error} />
  if (!answer.data) return null
  const { head, bodies } = answer.data
  const changed = bodies.filter(({ rows }) => rows.length > 0)
  const parts = [
    ...(head.length > 0 ? [{ title: `表头（${head.length} 项）`, content: <CompareHead fields={head} /> }] : []),
    ...changed.map(({ body, rows }) => ({
      title: `${bodyNames[body]}（${groupsOf(rows)
        .map(([name, of]) => `${name} ${of.length}`)
        .join('、')}）`,
      content: <CompareBody body={body} rows={rows} names={names} />,
    })),
  ]
  if (parts.length === 0) {
    return (
      <Panel>
        <Empty>草稿与在用备案完全相同，还没有改动。</Empty>
      </Panel>
    )
  }
  return (
    <>
      {parts.map(({ title, content }, index) => (
        <Panel key={title} title={title} aside={index === 0 && <PrintButton size="xs" />}>
          {content}
        </Panel>
      ))}
      <Paper
        title={`手册${draftKind(draft)}对照表`}
        facts={[
          ['手册', draft.handbookNo ?? ''],
          ['企业内部编号', draft.innerNo],
          ['状态', draftStates[draft.state].name],
        ]}
      >
        {parts.map(({ title, content }) => (
          <PaperPart key={title} title={title}>
            {content}
          </PaperPart>
        ))}
      </Paper>
    </>
  )
}
