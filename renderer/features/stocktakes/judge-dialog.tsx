import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { say } from '../../components/say.ts'
import { keepStocktake } from './stocktake-writing.ts'
import { disposalChoices, disposalNames, disposalsOf, reasonChoices } from './stocktake-words.ts'
import type { Difference } from './stocktake-words.ts'

/** What they have in common, to begin with. */
function common<T>(values: readonly T[]): T | null {
  const [first] = values
  return first !== undefined && values.every((each) => each === first) ? first : null
}

/** Reason and disposal of one difference or of a block of them. */
export function JudgeDialog({
  stocktakeId,
  differences,
  onClose,
}: {
  stocktakeId: string
  differences: readonly Difference[]
  onClose: () => void
}) {
  const [reason, setReason] = useState(common(differences.map((each) => each.reason)))
  const [disposal, setDisposal] = useState(common(differences.map((each) => each.disposal)))
  const [note, setNote] = useState(common(differences.map((each) => each.note)) ?? '')
  const [fitting] = useState(() =>
    disposalChoices.codes.filter(({ name }) =>
      differences.every((each) => disposalsOf(each).some((fits) => disposalNames[fits] === name)),
    ),
  )
  /** What is outside the tolerance is not set aside without a word. */
  const wantsNote = disposal === 'accept' && differences.some(({ withinTolerance }) => !withinTolerance)
  const [first] = differences
  const short = differences.filter(({ difference }) => difference.startsWith('-')).length
  return (
    <DeedDialog
      title={
        differences.length === 1 ? `${first?.seq ?? ''} ${first?.name ?? ''}的差异` : `${differences.length} 项差异的原因与处理`
      }
      submitLabel="写下"
      ready={reason !== null && disposal !== null && !(wantsNote && note.trim() === '')}
      onSubmit={async () => {
        keepStocktake(
          await call('stocktakes.judge', {
            stocktakeId,
            differences: differences.map(({ handbookNo, seq }) => ({ handbookNo, seq })),
            reason,
            disposal,
            note,
          }),
        )
        say(`已写下 ${differences.length} 项的原因与处理`)
      }}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {differences.length === 1 && first
          ? `${short > 0 ? '短少' : '溢余'} ${formatQuantity(first.difference.replace('-', ''))} ${shownUnit(first.unit)}`
          : `短少 ${short} 项，溢余或相符 ${differences.length - short} 项；已写的由这里的代替`}
      </Text>
      <CodeField
        label="原因"
        data-autofocus
        placeholder="序号、名称或拼音首字母"
        codes={reasonChoices.codes}
        value={reasonChoices.codeOf(reason)}
        onChange={(code) => setReason(reasonChoices.valueOf(reasonChoices.clean(code)) ?? null)}
      />
      <CodeField
        label="处理"
        placeholder={fitting.length > 0 ? '序号、名称或拼音首字母' : '短少与溢余的处理不同，请分开写'}
        description={
          fitting.some(({ name }) => name === disposalNames.tax) ? '补税：生成料件内销草稿，按 R-77 估价并计缓税利息' : undefined
        }
        codes={fitting}
        value={disposalChoices.codeOf(disposal)}
        onChange={(code) => setDisposal(disposalChoices.valueOf(disposalChoices.clean(code)) ?? null)}
      />
      <Textarea
        label={wantsNote ? '说明，超出容差而只作记录须写明理由' : '说明，可不填'}
        autosize
        minRows={2}
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
