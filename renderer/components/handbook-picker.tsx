import { Select } from '@mantine/core'
import { handbookKinds, validityText } from './handbook-words.ts'
import type { HandbookSummary } from './handbook-words.ts'

/** Chooses the handbook that a page is about. */
export const HandbookPicker = (props: {
  handbooks: readonly HandbookSummary[]
  value: string
  onChange: (handbookNo: string) => void
}) => (
  <Select
    aria-label="手册"
    w={300}
    searchable
    allowDeselect={false}
    data={props.handbooks.map((book) => ({
      value: book.handbookNo,
      label: `${book.handbookNo}　${handbookKinds[book.kind]}　${book.state === 'closed' ? '已结案' : validityText(book.daysLeft)}`,
    }))}
    value={props.value}
    onChange={(next) => next && props.onChange(next)}
  />
)
