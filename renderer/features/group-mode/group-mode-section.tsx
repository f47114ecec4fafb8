import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { GroupForm } from './group-form.tsx'

/** 企业集团: members and conditions, and whether the group may use the mode today. */
export function GroupModeSection() {
  const answer = useOperation('groupMode.get', {})
  const enterprise = useOperation('enterprise.get', {})
  const today = useOperation('house.status', {}).data?.businessDate
  if (answer.isError) return <ErrorNotice error={answer.error} />
  if (answer.data === undefined || enterprise.data === undefined || today === undefined) return null
  return <GroupForm group={answer.data} enterprise={enterprise.data} today={today} />
}
