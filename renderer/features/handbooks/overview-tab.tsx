import { Anchor, Button, Table } from '@mantine/core'
import { Link } from 'react-router'
import { currencyName, customsDistrictName, levyNatureName, supervisionModeName } from '../../../shared/codes/tables.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { CodeName, Definitions } from '../../components/definitions.tsx'
import { Empty } from '../../components/empty.tsx'
import { printCount, printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { consumptionStages, handbookKinds, purposes } from '../../components/handbook-words.ts'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { LifePanel } from './life-panel.tsx'
import classes from './handbook.module.css'

const mono = (text: string) => (text ? <span className="mono">{text}</span> : '')

export function OverviewTab({ handbook }: { handbook: HandbookSummary }) {
  const imports = useOperation('bondedLists.imports', { handbookNo: handbook.handbookNo }).data?.imports ?? []
  const { lists } = handbook
  return (
    <div className={classes.overview}>
      <LifePanel handbook={handbook} />
      <Panel title="表头">
        <Definitions
          items={[
            ['手册编号', mono(handbook.handbookNo)],
            ['手册类型', <CodeName key="kind" code={handbook.kind} name={handbookKinds[handbook.kind]} />],
            [
              '监管方式',
              <CodeName key="mode" code={handbook.supervisionMode} name={supervisionModeName(handbook.supervisionMode)} />,
            ],
            ['经营单位', handbook.operatorName],
            ['社会信用代码', mono(handbook.operatorCreditCode)],
            ['海关编码', mono(handbook.operatorCustomsCode)],
            ['加工单位', handbook.processorName],
            ['社会信用代码 ', mono(handbook.processorCreditCode)],
            ['海关编码 ', mono(handbook.processorCustomsCode)],
            [
              '主管海关',
              <CodeName key="district" code={handbook.customsDistrict} name={customsDistrictName(handbook.customsDistrict)} />,
            ],
            ['征免性质', <CodeName key="nature" code={handbook.levyNature} name={levyNatureName(handbook.levyNature)} />],
            ['手册用途', <CodeName key="purpose" code={handbook.purpose} name={purposes[handbook.purpose]} />],
            ['进口合同号', mono(handbook.importContractNo)],
            ['进口币制', <CodeName key="in" code={handbook.importCurrency} name={currencyName(handbook.importCurrency)} />],
            ['设立日期', handbook.establishedOn],
            ['出口合同号', mono(handbook.exportContractNo)],
            ['出口币制', <CodeName key="out" code={handbook.exportCurrency} name={currencyName(handbook.exportCurrency)} />],
            ['有效期至', handbook.validTo],
            [
              '单耗申报环节',
              <CodeName key="stage" code={handbook.consumptionStage} name={consumptionStages[handbook.consumptionStage]} />,
            ],
            ['报核截止', handbook.reportDeadline],
            ['导入时间', printInstant(handbook.importedAt)],
          ]}
        />
      </Panel>
      <Panel title="账内数据">
        <Definitions
          items={[
            ['料件', <Count key="m" handbook={handbook} tab="materials" text={`${printCount(handbook.materials)} 项`} />],
            ['成品', <Count key="p" handbook={handbook} tab="products" text={`${printCount(handbook.products)} 项`} />],
            ['单耗', <Count key="c" handbook={handbook} tab="consumption" text={`${printCount(handbook.consumptions)} 行`} />],
            ['已核扣清单', <Count key="b" handbook={handbook} tab="lists" text={`${printCount(lists.booked)} 份`} />],
            ['预核扣清单', <Count key="r" handbook={handbook} tab="lists" text={`${printCount(lists.reserved)} 份`} />],
            [
              '未核扣、已删除',
              <Count
                key="u"
                handbook={handbook}
                tab="lists"
                text={`${printCount(lists.unbooked)} 份、${printCount(lists.deleted)} 份`}
              />,
            ],
          ]}
        />
      </Panel>
      <Panel
        title="最近的清单导入"
        aside={
          imports.length > 0 && (
            <Button component={Link} to={paths.imports(handbook.handbookNo)} size="compact-sm" variant="default">
              历次导入
            </Button>
          )
        }
      >
        {imports.length === 0 ? (
          <Empty
            action={
              <Button component={Link} to={paths.importLists(handbook.handbookNo)}>
                导入清单
              </Button>
            }
          >
            还没有导入核注清单
          </Empty>
        ) : (
          <Table verticalSpacing={6} horizontalSpacing={12}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={160}>时间</Table.Th>
                <Table.Th>文件</Table.Th>
                <Table.Th ta="right" w={110}>
                  写入清单
                </Table.Th>
                <Table.Th ta="right" w={110}>
                  写入行
                </Table.Th>
                <Table.Th ta="right" w={110}>
                  被拒行
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {imports.slice(0, 5).map((entry) => (
                <Table.Tr key={entry.importId}>
                  <Table.Td>{printInstant(entry.importedAt)}</Table.Td>
                  <Table.Td>{entry.fileName}</Table.Td>
                  <Table.Td ta="right">{printCount(entry.lists)}</Table.Td>
                  <Table.Td ta="right">{printCount(entry.lines)}</Table.Td>
                  <Table.Td ta="right">
                    {entry.open > 0 ? <Tag tone="warns">{printCount(entry.rejected)}</Tag> : printCount(entry.rejected)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
    </div>
  )
}

function Count({
  handbook,
  tab,
  text,
}: {
  handbook: HandbookSummary
  tab: 'materials' | 'products' | 'consumption' | 'lists'
  text: string
}) {
  return (
    <Anchor component={Link} to={paths.handbook(handbook.handbookNo, tab)} size="md">
      {text}
    </Anchor>
  )
}
