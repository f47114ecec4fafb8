import { Room } from '../../components/page.tsx'
import { MatchingTable } from './matching-table.tsx'
import { OncePrepared } from './once-prepared.tsx'

/** 收发货对照: what is delivered and not declared, and the other way round, with the last day. */
export const MatchingSection = () => (
  <OncePrepared>
    <Room>
      <MatchingTable />
    </Room>
  </OncePrepared>
)
