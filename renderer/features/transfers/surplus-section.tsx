import { Button, Group, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { usePreferences } from '../../state/preferences.ts'
import { HandbookPicker } from '../../components/handbook-picker.tsx'
import { GuardList } from '../../components/guard-list.tsx'
import { SurplusTable } from './surplus-table.tsx'
import classes from './transfers.module.css'

/** 余料结转: what is left of one handbook's materials goes to the next of the same enterprise (R-54 … R-57). */
export function SurplusSection() {
  const [search, setSearch] = useSearchParams()
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const last = usePreferences((state) => state.handbookNo)
  const [made, setMade] = useState<Output<'transfers.createSurplus'>>()
  const asked = search.get('from') ?? last
  const handbookNo = (handbooks?.find((book) => book.handbookNo === asked) ?? handbooks?.[0])?.handbookNo
  const target = search.get('to')
  const answer = useOperation(
    'transfers.surplus',
    { handbookNo: handbookNo ?? '', ...(target !== null && { targetHandbookNo: target }) },
    { enabled: handbookNo !== undefined },
  )
  if (!handbooks) return null
  if (handbookNo === undefined) {
    return (
      <Panel>
        <Empty action={<FirstHandbook />}>余料从一本手册转到另一本。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
      </Panel>
    )
  }
  const surplus = answer.data
  const fitting = surplus?.targets.filter(({ fits }) => fits) ?? []
  const choose = (from: string, to: string | null) => {
    setMade(undefined)
    setSearch({ from, ...(to !== null && { to }) }, { replace: true })
  }
  return (
    <div className={classes.scroll}>
      <Group gap="md">
        <Text size="sm">转出手册</Text>
        <HandbookPicker handbooks={handbooks} value={handbookNo} onChange={(from) => choose(from, null)} />
        <Text size="sm">转入手册</Text>
        <Select
          aria-label="转入手册"
          w={420}
          searchable
          clearable
          // Enter takes what was found.
          openOnFocus={false}
          selectFirstOptionOnChange
          placeholder={fitting.length > 0 ? '选择转入手册' : '没有可以转入的手册'}
          nothingFoundMessage="没有其他手册"
          data={
            surplus?.targets.map(({ handbookNo: no, fits, why }) => ({
              value: no,
              label: fits ? no : `${no}　${why}`,
              disabled: !fits,
            })) ?? []
          }
          value={target}
          onChange={(to) => choose(handbookNo, to)}
        />
      </Group>
      <ErrorNotice error={answer.error} />
      {!made && surplus?.underWay.map((each) => <UnderWay key={each.outgoing.draftId} transfer={each} />)}
      {made && (
        <Notice severity="done">
          <Text fw={600}>已建立两份互相关联的清单草稿</Text>
          <Text size="sm">先申报转入手册的进口清单，取得编号后，再申报转出手册的出口清单。</Text>
          <Group mt="sm" gap="sm">
            <Button component={Link} to={paths.listDraft(made.inDraftId)}>
              转入：进口清单草稿
            </Button>
            <Button component={Link} to={paths.listDraft(made.outDraftId)} variant="default">
              转出：出口清单草稿
            </Button>
            <Button variant="default" onClick={() => setMade(undefined)}>
              再建一笔
            </Button>
          </Group>
        </Notice>
      )}
      {surplus && !made && fitting.length === 0 && (
        <Notice severity="info">
          没有可以转入的手册：须是同一经营企业、同一加工企业、同一贸易方式、仍在有效期内的另一本手册（R-54、R-55）。
        </Notice>
      )}
      {surplus && !made && target !== null && surplus.guards.length > 0 && (
        <Panel title="核对">
          <GuardList guards={surplus.guards} />
        </Panel>
      )}
      {surplus && !made && (
        <SurplusTable
          key={`${handbookNo} ${target ?? ''}`}
          handbookNo={handbookNo}
          target={target}
          surplus={surplus}
          onMade={setMade}
        />
      )}
    </div>
  )
}

type Transfer = Output<'transfers.surplus'>['underWay'][number]
const states: Record<Transfer['incoming']['state'], string> = {
  editing: '待申报',
  filed: '等海关答复',
  returned: '退单，待改正',
  accepted: '已通过',
  discarded: '已作废',
}

/** One that was begun: which of its two lists comes next. */
function UnderWay({ transfer: { targetHandbookNo, incoming, outgoing } }: { transfer: Transfer }) {
  const inFirst = incoming.state === 'editing' || incoming.state === 'returned'
  const list = (name: string, { draftId, innerNo, state }: Transfer['incoming'], next: boolean) => (
    <Button component={Link} to={paths.listDraft(draftId)} variant={next ? 'filled' : 'default'}>
      {name} {innerNo}：{states[state]}
    </Button>
  )
  return (
    <Notice severity="info">
      <Text fw={600}>
        转到 {targetHandbookNo} 的余料结转没有办完（料件 {outgoing.lines} 项）
      </Text>
      <Text size="sm">先申报转入清单；它取得编号后，编号自动填进转出清单，再申报转出。</Text>
      <Group mt="sm" gap="sm">
        {list('转入清单', incoming, inFirst)}
        {list('转出清单', outgoing, incoming.state === 'accepted' && outgoing.state !== 'filed')}
      </Group>
    </Notice>
  )
}
