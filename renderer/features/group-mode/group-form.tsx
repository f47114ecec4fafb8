import { ActionIcon, Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output, Request } from '../../../shared/contract/contract.ts'
import { day } from '../../../shared/domain/day.ts'
import { creditClassesOn } from '../../../shared/domain/group-mode.ts'
import type { CreditClass } from '../../../shared/domain/group-mode.ts'
import { call } from '../../app/engine.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { GuardList } from '../../components/guard-list.tsx'
import classes from './group-mode.module.css'

type GroupRequest = Request<'groupMode.save'>
type ExcludedGoods = GroupRequest['excludedGoods'][number]

const goodsNames: Record<ExcludedGoods, string> = {
  quotaFarmGoods: '关税配额农产品',
  crudeOil: '原油',
  copperOre: '铜矿砂及其精矿',
  satelliteReceivers: '卫星电视接收设施',
  rawHides: '生皮',
}
const isExcluded = (value: string): value is ExcludedGoods => Object.hasOwn(goodsNames, value)

interface TypedMember {
  key: string
  name: string
  customsCode: string
  credit: CreditClass
}
let made = 0
const member = (of: Partial<Omit<TypedMember, 'key'>> = {}): TypedMember => ({
  name: '',
  customsCode: '',
  credit: 'regular',
  ...of,
  key: String(++made),
})
const requestOf = ({ name, customsCode, credit }: TypedMember) => ({ name, customsCode, credit })

/** The group as it states itself; every saving is kept, and checked against the classes of the day. */
export function GroupForm({
  group,
  enterprise,
  today,
}: {
  group: Output<'groupMode.get'>
  enterprise: Output<'enterprise.get'>
  today: string
}) {
  const [lead, setLead] = useState(() =>
    member(group?.lead ?? { name: enterprise?.name ?? '', customsCode: enterprise?.customsCode ?? '', credit: 'advanced' }),
  )
  const [members, setMembers] = useState<readonly TypedMember[]>(() => group?.members.map(member) ?? [member()])
  const [traceable, setTraceable] = useState(group?.traceable ?? false)
  const [excludedGoods, setExcluded] = useState<readonly ExcludedGoods[]>(group?.excludedGoods ?? [])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ready = [lead, ...members].every(({ name }) => name.trim() !== '')

  async function save() {
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    try {
      await call('groupMode.save', {
        lead: requestOf(lead),
        members: members.map(requestOf),
        traceable,
        excludedGoods: [...excludedGoods],
      })
      say('企业集团已保存')
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  useSaveKey(() => void save())

  const change = (key: string, part: Partial<TypedMember>) =>
    setMembers((before) => before.map((each) => (each.key === key ? { ...each, ...part } : each)))
  return (
    <div className={classes.columns}>
      <Panel
        title="集团成员与条件"
        aside={
          group && (
            <Text size="sm" c="dimmed">
              {printInstant(group.savedAt)} 保存
            </Text>
          )
        }
      >
        <form
          className={classes.form}
          noValidate
          onKeyDown={enterMovesOn}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <MemberFields label="牵头企业" of={lead} today={today} onChange={(part) => setLead({ ...lead, ...part })} />
          {members.map((each, index) => (
            <MemberFields
              key={each.key}
              label={`成员企业 ${index + 1}`}
              of={each}
              today={today}
              onChange={(part) => change(each.key, part)}
              onRemove={() => setMembers((before) => before.filter(({ key }) => key !== each.key))}
            />
          ))}
          <Button
            size="xs"
            variant="default"
            w="fit-content"
            onClick={() => setMembers((before) => [...before, member()])}
            disabled={members.length >= 200}
          >
            增加成员
          </Button>
          <Checkbox
            label="各成员的料件、半成品、成品数据可追溯"
            checked={traceable}
            onChange={(event) => setTraceable(event.currentTarget.checked)}
          />
          <Checkbox.Group
            label="涉及的不适用货物；没有的不勾"
            value={[...excludedGoods]}
            onChange={(values) => setExcluded(values.filter(isExcluded))}
          >
            <Group mt={4} gap="lg">
              {Object.entries(goodsNames).map(([value, label]) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </Group>
          </Checkbox.Group>
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" disabled={!ready} loading={busy}>
              保存并核对
            </Button>
            <Text size="sm" c="dimmed">
              {ready ? 'Ctrl+S 保存' : '还需填写企业名称'}
            </Text>
          </Group>
        </form>
      </Panel>
      <Panel title="资格核对">
        {group ? (
          <GuardList guards={group.guards} />
        ) : (
          <Empty>
            填写后保存，按当日的信用等级核对：牵头企业须为高级认证，成员不得失信，数据可追溯，不涉及五类货物（R-65，2021-10-15
            起施行；信用等级按日期取 R-146）。
          </Empty>
        )}
      </Panel>
    </div>
  )
}

function MemberFields(props: {
  label: string
  of: TypedMember
  today: string
  onChange: (part: Partial<TypedMember>) => void
  onRemove?: () => void
}) {
  const { of, onChange } = props
  const classesOfToday = creditClassesOn(day(props.today))
  return (
    <div className={classes.member} role="group" aria-label={props.label}>
      <TextInput
        label={props.label}
        maxLength={512}
        value={of.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label="海关编码"
        maxLength={10}
        classNames={{ input: 'mono' }}
        value={of.customsCode}
        onChange={(event) => onChange({ customsCode: event.currentTarget.value })}
      />
      <Select
        label="信用等级"
        allowDeselect={false}
        data={classesOfToday.map(({ credit, name }) => ({ value: credit, label: name }))}
        value={of.credit}
        onChange={(next) => {
          const found = classesOfToday.find(({ credit }) => credit === next)
          if (found) onChange({ credit: found.credit })
        }}
      />
      {props.onRemove ? (
        <ActionIcon variant="subtle" color="gray" mb={4} aria-label={`删去${props.label}`} onClick={props.onRemove}>
          <IconX size={16} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  )
}
