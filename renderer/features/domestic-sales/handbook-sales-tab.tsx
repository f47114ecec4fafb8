import { SegmentedControl } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { Room } from '../../components/page.tsx'
import { CollectiveGroups } from './collective-section.tsx'
import { NewSaleMenu } from './new-sale-menu.tsx'
import { OnceReady } from './once-ready.tsx'
import { SalesTable } from './sales-table.tsx'
import { ScrapControl } from './scrap-section.tsx'

const views = [
  { value: 'sales', label: '内销' },
  { value: 'collective', label: '集中申报' },
  { value: 'scrap', label: '边角料' },
]

/** What one handbook sells at home. */
export function HandbookSalesTab({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const view = search.get('view') ?? 'sales'
  const choice = (
    <SegmentedControl
      size="xs"
      data={views}
      value={view}
      onChange={(next) => setSearch(next === 'sales' ? {} : { view: next })}
      aria-label="看什么"
    />
  )
  return (
    <OnceReady>
      <Room>
        {view === 'collective' ? (
          <>
            <div>{choice}</div>
            <CollectiveGroups handbookNo={handbookNo} />
          </>
        ) : view === 'scrap' ? (
          <ScrapControl handbookNo={handbookNo} choice={choice} />
        ) : (
          <SalesTable
            handbookNo={handbookNo}
            toolbar={
              <>
                {choice}
                <NewSaleMenu handbookNo={handbookNo} />
              </>
            }
            emptyText="这本手册还没有内销。点“登记内销”，选一种，录入卖了什么，税款随即算出。"
          />
        )}
      </Room>
    </OnceReady>
  )
}
