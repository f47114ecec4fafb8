import { useNavigate, useParams } from 'react-router'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Page } from '../../components/page.tsx'
import { ListDraftDesk } from './list-draft-desk.tsx'

/** One bonded list on its way to customs. */
export function ListDraftPage() {
  const { draftId = '' } = useParams()
  const navigate = useNavigate()
  const draft = useOperation('listDrafts.get', { draftId })
  if (draft.isError && !draft.data) {
    return (
      <Page title="清单草稿">
        <ErrorNotice error={draft.error} action={{ label: '看清单', onClick: () => void navigate('/lists?view=drafts') }} />
      </Page>
    )
  }
  return draft.data ? <ListDraftDesk key={draftId} draft={draft.data} /> : null
}
