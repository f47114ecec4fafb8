import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { importOf } from './guard-places.ts'

/** What a sale needs before anything else, in its order: a handbook; and the rates, without which no tax can be reckoned. */
export function OnceReady({ children }: { children: ReactNode }) {
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  if (!handbooks) return null
  if (handbooks.length === 0) {
    return (
      <Panel>
        <Empty action={<FirstHandbook />}>内销的货物在手册里。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
      </Panel>
    )
  }
  return (
    <>
      <RatesNeeded />
      {children}
    </>
  )
}

function RatesNeeded() {
  const tariff = useOperation('reference.tariffRates', {}).data?.rows
  const exchange = useOperation('reference.exchangeRates', {}).data?.rows
  const lacks = [
    ...(tariff?.length === 0 ? [{ what: '税率', to: importOf('tariff-rates') }] : []),
    ...(exchange?.length === 0 ? [{ what: '计征汇率', to: importOf('exchange-rates') }] : []),
  ]
  if (lacks.length === 0) return null
  return (
    <Notice severity="warns">
      <Group gap="sm">
        <span>还没有{lacks.map(({ what }) => what).join('和')}，税款算不出来，也不会按零计算。请先导入。</span>
        {lacks.map(({ what, to }) => (
          <Button key={what} size="compact-xs" component={Link} to={to}>
            导入{what}
          </Button>
        ))}
      </Group>
    </Notice>
  )
}
