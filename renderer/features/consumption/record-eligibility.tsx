import { Button, Checkbox, Drawer, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Tag } from '../../components/tag.tsx'

type Eligibility = Output<'selfVerification.eligibility'>
type CreditLevel = Request<'selfVerification.state'>['creditLevel']

const levels: { value: CreditLevel; label: string }[] = [
  { value: 'advanced', label: '高级认证' },
  { value: 'general', label: '一般认证' },
  { value: 'registered', label: '一般信用（注册登记和备案）' },
  { value: 'dishonest', label: '失信' },
]

/** each condition with what it rests on, and what the enterprise itself has to state. */
export function RecordEligibility({ eligibility, onClose }: { eligibility: Eligibility; onClose: () => void }) {
  useFocusBack()
  const { statement } = eligibility
  const [level, setLevel] = useState<CreditLevel | null>(statement.creditLevel)
  const [traceable, setTraceable] = useState(statement.traceable)
  const [error, setError] = useState<unknown>(null)
  const unchanged = level === statement.creditLevel && traceable === statement.traceable
  async function state() {
    if (level === null) return
    setError(null)
    try {
      await call('selfVerification.state', { creditLevel: level, traceable })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Drawer
      opened
      onClose={onClose}
      size={560}
      padding="md"
      title={<strong>企业自核的条件（R-39）</strong>}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Stack gap="md">
        {eligibility.conditions.map(({ condition, met, detail }) => (
          <div key={condition}>
            <Group gap="sm">
              <Tag tone={met ? 'accent' : 'blocks'}>{met ? '符合' : '不符合'}</Tag>
              <Text fw={600}>{condition}</Text>
            </Group>
            <Text size="sm" c="dimmed" mt={4}>
              {detail}
            </Text>
          </div>
        ))}
        <Select
          label="企业信用等级"
          data={levels}
          allowDeselect={false}
          placeholder="海关认定的等级"
          value={level}
          onChange={(value) => setLevel(levels.find((each) => each.value === value)?.value ?? null)}
        />
        <Checkbox
          label="从进口料件到出口成品的用料，可以凭原始单证逐笔追溯"
          checked={traceable}
          onChange={(event) => setTraceable(event.currentTarget.checked)}
        />
        <ErrorNotice error={error} />
        <Group>
          <Button onClick={() => void state()} disabled={level === null || unchanged}>
            填报
          </Button>
          {statement.statedOn && (
            <Text size="sm" c="dimmed">
              上次填报 {statement.statedOn}
            </Text>
          )}
        </Group>
      </Stack>
    </Drawer>
  )
}
