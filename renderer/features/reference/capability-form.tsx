import { Button, Checkbox, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { readHeadings } from '../../../shared/domain/capability.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { useDrafts } from '../../state/drafts.ts'
import type { Draft } from '../../state/drafts.ts'
import { flagNames, flags } from './capability-words.ts'
import type { Flag } from './capability-words.ts'

const draftName = 'capability'
const yes = '是'

/** A new filling begins with what the last one said. */
export function CapabilityForm({
  saved,
  today,
  onSaved,
}: {
  saved: Output<'capability.get'>
  today: string
  onSaved: (validTo: string) => void
}) {
  const { drafts, keep, drop } = useDrafts()
  const start: Draft = {
    filledOn: today,
    documentNo: '',
    headings: saved?.headings.join(' ') ?? '',
    ...Object.fromEntries(flags.map((flag) => [flag, saved?.[flag] ? yes : ''])),
  }
  const kept = drafts[draftName]
  const fields: Draft = { ...start, ...kept }
  const [error, setError] = useState<unknown>(null)
  const set = (name: string, value: string) => keep(draftName, { ...kept, [name]: value })

  const text = (name: string) => fields[name] ?? ''
  const marked = (flag: Flag) => fields[flag] === yes
  const { headings, wrong } = readHeadings(text('headings'))
  const used = useOperation('handbookDrafts.headings', {}).data?.headings ?? []
  const lacking = used.filter(({ heading }) => !headings.includes(heading))
  const filledOn = parseDay(text('filledOn'))
  const wrongDay = filledOn !== undefined && filledOn > today ? '不能晚于今天' : undefined
  const ready = filledOn !== undefined && wrongDay === undefined && wrong.length === 0 && headings.length > 0

  async function save() {
    if (!ready) return
    setError(null)
    try {
      const { validTo } = await call('capability.save', {
        filledOn,
        documentNo: text('documentNo'),
        headings,
        leasedPlant: marked('leasedPlant'),
        underSmugglingInvestigation: marked('underSmugglingInvestigation'),
        underInvestigation: marked('underInvestigation'),
        orderedToRectify: marked('orderedToRectify'),
      })
      drop(draftName)
      onSaved(validTo)
    } catch (problem) {
      setError(problem)
    }
  }
  useSaveKey(() => void save())

  return (
    <form
      style={{ padding: 16 }}
      onKeyDown={enterMovesOn}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      noValidate
    >
      {kept && (
        <Group gap="sm" mb="md">
          <Text size="sm" c="dimmed">
            填写中，尚未登记
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => drop(draftName)}>
            放弃
          </Button>
        </Group>
      )}
      <SimpleGrid cols={2} spacing="lg" verticalSpacing="md">
        <DayField
          label="填报日期"
          withAsterisk
          value={text('filledOn')}
          onChange={(next) => set('filledOn', next)}
          error={wrongDay}
        />
        <TextInput
          label="信息表编号"
          maxLength={64}
          value={text('documentNo')}
          onChange={(event) => set('documentNo', event.currentTarget.value)}
        />
      </SimpleGrid>
      <Textarea
        mt="md"
        label="品目"
        description="进口料件和出口成品的 4 位品目；可整列粘贴，分隔符不限，较长的商品编码取前 4 位"
        withAsterisk
        autosize
        minRows={6}
        maxRows={14}
        classNames={{ input: 'mono' }}
        value={text('headings')}
        onChange={(event) => set('headings', event.currentTarget.value)}
        error={wrong.length > 0 && `不是商品编码：${wrong.slice(0, 8).join('、')}`}
      />
      <Text size="sm" c="dimmed" mt={4}>
        识别出 {headings.length} 个品目
      </Text>
      {lacking.length > 0 && (
        <Group gap="sm" mt={4} align="flex-start" wrap="nowrap">
          <Text size="sm" style={{ flex: 1 }}>
            手册和草稿还用到：
            {lacking
              .slice(0, 12)
              .map(({ heading, names }) => `${heading} ${names[0] ?? ''}`)
              .join('、')}
            {lacking.length > 12 && ` 等 ${lacking.length} 个`}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => set('headings', [...headings, ...lacking.map(({ heading }) => heading)].join(' '))}
          >
            加入这 {lacking.length} 个品目
          </Button>
        </Group>
      )}
      <Stack gap="xs" mt="md" role="group" aria-label="与担保有关的情况">
        <Text size="sm" fw={600}>
          与担保有关的情况（R-8）
        </Text>
        {flags.map((flag) => (
          <Checkbox
            key={flag}
            label={flagNames[flag]}
            checked={marked(flag)}
            onChange={(event) => set(flag, event.currentTarget.checked ? yes : '')}
          />
        ))}
      </Stack>
      <ErrorNotice error={error} />
      <Group mt="lg">
        <Button type="submit" disabled={!ready}>
          登记
        </Button>
        <Text size="sm" c="dimmed">
          Ctrl+S 登记，Enter 下一项
        </Text>
      </Group>
    </form>
  )
}
