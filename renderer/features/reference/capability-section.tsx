import { Button, Group, Text } from '@mantine/core'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { day, daysBetween } from '../../../shared/domain/day.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Definitions } from '../../components/definitions.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import { CapabilityForm } from './capability-form.tsx'
import { flagNames, flags } from './capability-words.ts'

type Capability = NonNullable<Output<'capability.get'>>

export function CapabilitySection() {
  const { data: capability, error } = useOperation('capability.get', {})
  const today = useOperation('house.status', {}).data?.businessDate
  if (capability === undefined || today === undefined) return <ErrorNotice error={error} />
  return (
    <Group align="flex-start" gap="md" wrap="nowrap">
      <div style={{ flex: '1 1 0' }}>
        <Panel title={capability ? '更新信息表' : '登记信息表'}>
          <CapabilityForm
            key={capability ? JSON.stringify(capability) : ''}
            saved={capability}
            today={today}
            onSaved={(validTo) => say(`信息表已登记，有效至 ${validTo}`)}
          />
        </Panel>
      </div>
      <div style={{ flex: '1 1 0' }}>
        <Panel
          title="现行信息表"
          aside={
            capability && (
              <>
                <Validity validTo={capability.validTo} today={today} />
                <FileTable />
              </>
            )
          }
        >
          {capability ? (
            <InForce capability={capability} />
          ) : (
            <Empty>还没有登记。手册备案和变更须有有效的信息表，料件、成品的品目须在表内（R-5）。</Empty>
          )}
        </Panel>
      </div>
    </Group>
  )
}

/** what commerce is sent. */
function FileTable() {
  const navigate = useNavigate()
  const job = useJob('filings.createCapabilityTable')
  const create = async () => {
    const filing = await job.start({})
    if (filing) void navigate(paths.filing(filing.filingId))
  }
  return (
    <>
      <ErrorNotice error={job.error} />
      <Button size="xs" variant="default" loading={job.running !== null} onClick={() => void create()}>
        生成信息表申报
      </Button>
    </>
  )
}

const soon = 30

function Validity({ validTo, today }: { validTo: string; today: string }) {
  const left = daysBetween(day(today), day(validTo))
  if (left < 0) return <Tag tone="blocks">已过期 {-left} 天</Tag>
  return <Tag tone={left <= soon ? 'warns' : 'neutral'}>{left === 0 ? '今天到期' : `还有 ${left} 天`}</Tag>
}

function InForce({ capability }: { capability: Capability }) {
  const named = flags.filter((flag) => capability[flag]).map((flag) => flagNames[flag])
  return (
    <div style={{ padding: 12 }}>
      <Definitions
        columns={2}
        items={[
          ['填报日期', capability.filledOn],
          ['有效至', capability.validTo],
          ['信息表编号', capability.documentNo || '未填'],
          ['品目', `${capability.headings.length} 个`],
          ['担保事由', named.length > 0 ? named.join('、') : '无'],
        ]}
      />
      <Text className="mono" mt="sm" style={{ wordSpacing: 8 }}>
        {capability.headings.join(' ')}
      </Text>
      <Text size="sm" c="dimmed" mt="sm">
        信息表自填报或更新之日起 1 年有效；内容变化时应当更新（R-5）。每次登记都留存，备案按当日有效的一份核对。
      </Text>
    </div>
  )
}
