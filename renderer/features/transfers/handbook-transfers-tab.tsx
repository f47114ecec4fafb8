import { SegmentedControl } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { Room } from '../../components/page.tsx'
import { Slips } from './deliveries-section.tsx'
import { MatchingTable } from './matching-table.tsx'
import { OncePrepared } from './once-prepared.tsx'
import { TransferButtons } from './transfer-list-section.tsx'
import { TransfersTable } from './transfers-table.tsx'

const views = [
  { value: 'transfers', label: '深加工结转' },
  { value: 'matching', label: '收发货对照' },
  { value: 'deliveries', label: '收发货单' },
]

/** What one handbook has delivered, received and transferred. */
export function HandbookTransfersTab({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const view = search.get('view') ?? 'transfers'
  const choice = (
    <SegmentedControl
      size="xs"
      data={views}
      value={view}
      onChange={(next) => setSearch(next === 'transfers' ? {} : { view: next })}
      aria-label="看什么"
    />
  )
  return (
    <OncePrepared>
      <Room>
        {view === 'matching' ? (
          <MatchingTable handbookNo={handbookNo} choice={choice} />
        ) : view === 'deliveries' ? (
          <Slips handbookNo={handbookNo} choice={choice} />
        ) : (
          <TransfersTable
            handbookNo={handbookNo}
            toolbar={
              <>
                {choice}
                <TransferButtons matching={`${paths.handbook(handbookNo, 'transfers')}?view=matching`} />
              </>
            }
            emptyText="这本手册还没有深加工结转。从“收发货对照”按月建立，或读入对方的结转包"
          />
        )}
      </Room>
    </OncePrepared>
  )
}
