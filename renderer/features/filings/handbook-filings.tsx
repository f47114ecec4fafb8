import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { FilingsTable } from './filings-table.tsx'

export function HandbookFilings({ handbookNo }: { handbookNo: string }) {
  const list = useOperation('filings.list', { handbookNo })
  return (
    <Room>
      <ErrorNotice error={list.error} />
      {list.data?.filings.length === 0 && (
        <Panel>
          <Empty>这本手册还没有申报。点右上角的生成报核：先核对，再定格报文，签名前都可以重新生成。</Empty>
        </Panel>
      )}
      {list.data && list.data.filings.length > 0 && <FilingsTable filings={list.data.filings} />}
    </Room>
  )
}
