import { SegmentedControl, Stack } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { PrintButton } from '../../components/paper.tsx'
import { TaxYearView } from './tax-year-view.tsx'
import classes from './tax-write-off.module.css'
import { ValueBalanceView } from './value-balance-view.tsx'

/** What the tax office asks for: the value balance of a handbook, and the year's write-off of all that were closed. */
export function ValueBalanceSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const [search, setSearch] = useSearchParams()
  const view = search.get('view') === 'year' ? 'year' : 'handbook'
  return (
    <Stack gap="sm" className={classes.section}>
      <div className={classes.toolbar}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) =>
            setSearch((before) => {
              if (next === 'year') before.set('view', 'year')
              else before.delete('view')
              return before
            })
          }
          data={[
            { value: 'handbook', label: '手册分配率' },
            { value: 'year', label: '年度核销' },
          ]}
          aria-label="看什么"
        />
        {view === 'handbook' && <PrintButton size="xs" />}
      </div>
      {view === 'year' ? <TaxYearView /> : <ValueBalanceView key={handbookNo} handbookNo={handbookNo} closed={closed} />}
    </Stack>
  )
}
