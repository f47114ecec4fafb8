import { MultiSelect, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { handbookKinds } from '../../components/handbook-words.ts'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { keepStocktake } from './stocktake-writing.ts'

/** What is counted, at the end of which day, for which handbooks. */
export function NewStocktakeDialog({
  handbookNo,
  handbooks,
  today,
  onMade,
  onClose,
}: {
  handbookNo: string
  handbooks: readonly HandbookSummary[]
  today: string
  onMade: (stocktakeId: string) => void
  onClose: () => void
}) {
  const [name, setName] = useState(`${today.slice(0, 4)} 年 ${Number(today.slice(5, 7))} 月盘点`)
  const [cutOff, setCutOff] = useState(today)
  const [handbookNos, setHandbookNos] = useState<readonly string[]>([handbookNo])
  const [note, setNote] = useState('')
  return (
    <DeedDialog
      title="新建盘点"
      submitLabel="开始盘点"
      ready={name.trim() !== '' && parseDay(cutOff) !== undefined && handbookNos.length > 0}
      onSubmit={async () => {
        const made = await call('stocktakes.create', { name, cutOff, handbookNos: [...handbookNos], note })
        keepStocktake(made)
        onMade(made.stocktakeId)
      }}
      onClose={onClose}
    >
      <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
        <TextInput
          label="名称"
          data-autofocus
          maxLength={64}
          value={name}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <DayField label="截止日（当日结束时）" value={cutOff} onChange={setCutOff} />
      </SimpleGrid>
      <MultiSelect
        label="手册"
        description="几本手册共用一处库存时一起盘，库存按进口先后分摊到各手册（R-125）"
        searchable
        // Enter moves on; typing and the arrow keys open it.
        openOnFocus={false}
        selectFirstOptionOnChange
        hidePickedOptions
        nothingFoundMessage="没有其他手册"
        maxValues={20}
        data={handbooks
          .filter(({ state, handbookNo: no }) => state !== 'closed' || no === handbookNo)
          .map(({ handbookNo: no, kind }) => ({ value: no, label: `${no}　${handbookKinds[kind]}` }))}
        value={[...handbookNos]}
        onChange={setHandbookNos}
      />
      <Textarea
        label="备注，可不填"
        autosize
        minRows={2}
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        账面取截止日结束时已核扣的结余（R-110）。
      </Text>
    </DeedDialog>
  )
}
