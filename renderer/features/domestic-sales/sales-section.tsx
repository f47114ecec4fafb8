import { Room } from '../../components/page.tsx'
import { NewSaleMenu } from './new-sale-menu.tsx'
import { OnceReady } from './once-ready.tsx'
import { SalesTable } from './sales-table.tsx'

/** 内销: every sale with its tax and its last day. */
export const SalesSection = () => (
  <OnceReady>
    <Room>
      <SalesTable toolbar={<NewSaleMenu />} emptyText="还没有内销。点“登记内销”，选一种，录入卖了什么，税款随即算出。" />
    </Room>
  </OnceReady>
)
