import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import { CompareEdition } from './compare-edition.tsx'
import { declarationTypes, listDraftStates } from './list-draft-words.ts'
import type { ListDraftSummary } from './list-draft-words.ts'
import classes from './list-draft.module.css'

/** Where a list came from and how it was changed: each draft of it with its filing, changes 改前改后 side by side. */
export function ListEditions({ drafts }: { drafts: readonly ListDraftSummary[] }) {
  const [opened, setOpened] = useState<string>()
  if (drafts.length === 0) return null
  return (
    <section className={classes.sheet} aria-label="经过">
      <h2 className={classes.sheetTitle}>经过</h2>
      <ul className={classes.editions}>
        {drafts.map((draft) => {
          const { draftId, declarationType, state, origin, filingId, savedAt } = draft
          const open = opened === draftId
          return (
            <li key={draftId}>
              <div className={classes.edition}>
                <span>{declarationTypes[declarationType]}</span>
                <Tag tone={listDraftStates[state].tone}>{listDraftStates[state].name}</Tag>
                <span className={classes.derived}>{printInstant(savedAt)}</span>
                {origin && (
                  <span>
                    来自 <Link to={origin.to}>{origin.what}</Link>
                  </span>
                )}
                <Link to={paths.listDraft(draftId)}>看草稿</Link>
                {filingId !== null && <Link to={paths.filing(filingId)}>看申报</Link>}
                {declarationType !== '1' && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    ml="auto"
                    aria-expanded={open}
                    onClick={() => setOpened(open ? undefined : draftId)}
                  >
                    {open ? '收起' : '改前改后'}
                  </Button>
                )}
              </div>
              {open && <Compared draftId={draftId} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Compared({ draftId }: { draftId: string }) {
  const draft = useOperation('listDrafts.get', { draftId }).data
  return (
    draft && (
      <div className={classes.compared}>
        <CompareEdition draft={draft} />
      </div>
    )
  )
}
