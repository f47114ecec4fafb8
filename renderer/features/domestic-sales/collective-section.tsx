import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Deadline } from '../../components/deadline.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { printYuan } from '../../components/yuan.ts'
import { NewSaleMenu } from './new-sale-menu.tsx'
import { OnceReady } from './once-ready.tsx'
import classes from './sale.module.css'
import { saleKindNames, saleStates } from './sale-words.ts'

/** 集中申报: what is declared together, by quarter and handbook, before its last day. */
export const CollectiveSection = () => (
  <OnceReady>
    <Room>
      <CollectiveGroups />
    </Room>
  </OnceReady>
)

export function CollectiveGroups({ handbookNo }: { handbookNo?: string }) {
  const answer = useOperation('domesticSales.collective', { ...(handbookNo !== undefined && { handbookNo }) })
  if (answer.isError) return <ErrorNotice error={answer.error} />
  if (!answer.data) return null
  const { groups } = answer.data
  if (groups.length === 0) {
    return (
      <Panel>
        <Empty action={<NewSaleMenu handbookNo={handbookNo} />}>
          没有等待集中申报的内销。符合条件的企业在登记内销时勾选“集中内销”，货物可以先出厂，按季度在期限前一并申报（R-94）。
        </Empty>
      </Panel>
    )
  }
  return (
    <div className={classes.scroll}>
      {groups.map((group) => {
        return (
          <section
            key={`${group.handbookNo} ${group.period}`}
            className={classes.card}
            aria-label={`${group.period} ${group.handbookNo}`}
          >
            <header className={classes.groupHead}>
              <strong>{group.period}</strong>
              <Link to={paths.handbook(group.handbookNo, 'domestic-sales')} className="mono">
                {group.handbookNo}
              </Link>
              <span>
                期限 <Deadline on={group.deadline} />
                {group.deadlineRolled === group.deadline ? '' : ` 遇假日顺延至 ${group.deadlineRolled}`}
              </span>
              <span className={classes.quiet}>{group.basis}；提醒按未顺延的日期</span>
              <span className={classes.groupSum}>
                {group.sales.length} 笔　应缴合计 {group.dueTotal === null ? '有的还算不出' : `${printYuan(group.dueTotal)} 元`}
              </span>
            </header>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th data-numeric>编号</th>
                  <th>种类</th>
                  <th>内销日期</th>
                  <th>购买方</th>
                  <th>出厂</th>
                  <th>状态</th>
                  <th data-numeric>税款（元）</th>
                  <th data-numeric>缓税利息（元）</th>
                </tr>
              </thead>
              <tbody>
                {group.sales.map((sale) => (
                  <tr key={sale.saleId}>
                    <td data-numeric>
                      <Link to={paths.sale(sale.saleId)}>{sale.saleNo}</Link>
                    </td>
                    <td>
                      <Link to={paths.sale(sale.saleId)}>{saleKindNames[sale.kind]}</Link>
                    </td>
                    <td>{sale.soldOn}</td>
                    <td>{sale.buyer}</td>
                    <td>{sale.deliveredOn ?? ''}</td>
                    <td>
                      <Tag tone={saleStates[sale.state].tone}>{saleStates[sale.state].name}</Tag>
                    </td>
                    <td data-numeric>
                      {sale.taxTotal === null ? <Tag tone="blocks">缺 {sale.blocks} 项</Tag> : printYuan(sale.taxTotal)}
                    </td>
                    <td data-numeric>{sale.interestTotal === null ? '' : printYuan(sale.interestTotal)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      })}
    </div>
  )
}
