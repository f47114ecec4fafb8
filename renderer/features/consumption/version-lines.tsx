import { Table } from '@mantine/core'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import classes from './version.module.css'
import type { Version } from '../handbooks/frozen-version.ts'

/** What a version is made of: its materials with 净耗, losses and bonded ratio, and where a standard limits it. */
export function VersionLines({ handbookNo, version }: { handbookNo: string; version: Version }) {
  const lines = useOperation('handbooks.consumptions', {
    handbookNo,
    limit: 10_000,
    filter: { productSeq: `=${version.productSeq}`, version: `=${version.version}` },
  })
  const standards = new Map(version.standards.map((each) => [each.materialSeq, each]))
  return (
    <div className={classes.lines}>
      <ErrorNotice error={lines.error} />
      {lines.data && (
        <Table verticalSpacing={4} horizontalSpacing={12} withRowBorders={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">料件</Table.Th>
              <Table.Th>名称</Table.Th>
              <Table.Th ta="right">净耗</Table.Th>
              <Table.Th ta="right">有形损耗率 %</Table.Th>
              <Table.Th ta="right">无形损耗率 %</Table.Th>
              <Table.Th ta="right">单耗</Table.Th>
              <Table.Th ta="right">保税比例 %</Table.Th>
              <Table.Th>单耗标准</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.data.rows.map((line) => {
              const standard = standards.get(line.materialSeq)
              return (
                <Table.Tr key={line.materialSeq}>
                  <Table.Td ta="right">{line.materialSeq}</Table.Td>
                  <Table.Td>{line.materialName}</Table.Td>
                  <Table.Td ta="right">
                    <QuantityWithUnit value={line.netConsumption} unit={line.materialUnit} />
                  </Table.Td>
                  <Table.Td ta="right">{line.tangibleLossRate}</Table.Td>
                  <Table.Td ta="right">{line.intangibleLossRate}</Table.Td>
                  <Table.Td ta="right">
                    <QuantityWithUnit value={line.unitConsumption} unit={line.materialUnit} />
                  </Table.Td>
                  <Table.Td ta="right">{line.bondedRatio}</Table.Td>
                  <Table.Td>
                    {standard && (
                      <>
                        <Tag tone="warns">{standard.excess === '0' ? '低于下限' : '高于上限'}</Tag> 保税单耗{' '}
                        {formatQuantity(standard.declared)}，按 {formatQuantity(standard.writtenOffAt)} 核销
                        {standard.excess !== '0' && `，每单位 ${formatQuantity(standard.excess)} 须征税`}（R-32，{standard.source}
                        ）
                      </>
                    )}
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}
