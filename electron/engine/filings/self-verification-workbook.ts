import { shownUnit } from '../../../shared/codes/tables.ts'
import { number, text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { checkSheet } from './check-sheet.ts'
import type { SelfVerificationRecord } from './create-self-verification.ts'
import type { FigureRow } from './store.ts'

/** The head as a person reads it before signing. */
export function headOfRecord(record: SelfVerificationRecord): FigureRow[] {
  const outside = record.points.filter(({ within }) => !within)
  const versions = new Set(record.points.map(({ productSeq, version }) => `${productSeq} ${version}`))
  return [
    { label: '手册编号', value: record.handbookNo },
    { label: '企业', value: record.enterprise },
    { label: '期间', value: `${record.from} 至 ${record.to}` },
    { label: '核算方法', value: record.method },
    { label: '容许偏差', value: `±${record.tolerance}%` },
    { label: '工单', value: `${record.orders.length} 张` },
    { label: '成品版本', value: `${versions.size} 个` },
    { label: '超出容许偏差', value: `${outside.length} 项` },
    { label: '证据', value: `${record.evidence.length} 件` },
    { label: '备注', value: record.remark },
  ]
}

const date = (title: string) => ({ title, width: 12, kind: 'date' as const })

/** The record to be read by people. */
export function selfVerificationWorkbook(record: SelfVerificationRecord): Promise<Uint8Array> {
  return writeWorkbook([
    {
      name: '表头',
      title: `手册 ${record.handbookNo} 企业自核单耗记录`,
      columns: [text('项目', 18), text('内容', 60)],
      rows: headOfRecord(record).map(({ label, value }) => [label, value]),
    },
    {
      name: '申报与实际',
      columns: [
        number('成品序号', 10),
        text('成品名称', 20),
        text('单耗版本号', 10),
        number('料件序号', 10),
        text('料件名称', 20),
        text('单位', 8),
        ...[
          '工单数',
          '完工数量',
          '领料',
          '退料',
          '在制品',
          '边角料',
          '残次品',
          '实际耗用',
          '申报耗用',
          '实际单耗',
          '申报单耗',
          '偏差(%)',
        ].map((title) => number(title)),
        text('结果', 10),
      ],
      rows: record.points.map((of) => [
        `${of.productSeq}`,
        of.productName,
        of.version,
        `${of.materialSeq}`,
        of.materialName,
        shownUnit(of.unit),
        `${of.orders}`,
        of.finished,
        of.issued,
        of.returned,
        of.wip,
        of.scrap,
        of.defects,
        of.actual,
        of.declared ?? '',
        of.actualPerUnit ?? '',
        of.declaredPerUnit ?? '',
        of.deviation ?? '',
        of.within ? '范围内' : '超出',
      ]),
    },
    {
      name: '说明与复核',
      columns: [
        number('成品序号', 10),
        text('单耗版本号', 10),
        number('料件序号', 10),
        number('偏差(%)'),
        text('说明', 60),
        text('说明人', 12),
        text('说明时间', 26),
        text('复核人', 12),
        text('复核时间', 26),
      ],
      rows: record.points
        .filter(({ explanation }) => explanation !== '')
        .map((of) => [
          `${of.productSeq}`,
          of.version,
          `${of.materialSeq}`,
          of.deviation ?? '',
          of.explanation,
          of.explainedBy,
          of.explainedAt ?? '',
          of.approvedBy,
          of.approvedAt ?? '',
        ]),
    },
    {
      name: '料件耗用',
      title: `按“${record.method}”核算的本期保税料件耗用`,
      columns: [number('料件序号', 10), text('料件名称', 24), text('单位', 8), number('耗用数量')],
      rows: record.consumption.map((of) => [`${of.materialSeq}`, of.materialName, shownUnit(of.unit), of.quantity]),
    },
    {
      name: '工单',
      columns: [
        text('工单号', 20),
        date('过账日期'),
        number('成品序号', 10),
        text('成品名称', 20),
        text('单耗版本号', 10),
        number('完工数量'),
        number('报废数量'),
      ],
      rows: record.orders.map((of) => [
        of.orderNo,
        of.postedOn,
        `${of.productSeq}`,
        of.productName,
        of.version,
        of.finished,
        of.rejected,
      ]),
    },
    {
      name: '工单用料',
      columns: [
        text('工单号', 20),
        number('料件序号', 10),
        text('保税标志', 10),
        text('批次', 16),
        ...['领料数量', '退料数量', '边角料数量', '残次品数量', '在制品数量'].map((title) => number(title)),
      ],
      rows: record.orders.flatMap(({ orderNo, slips }) =>
        slips.map((of) => [
          orderNo,
          `${of.materialSeq}`,
          of.bonded ? '保税' : '非保税',
          of.lot,
          of.issued,
          of.returned,
          of.scrap,
          of.defects,
          of.wip,
        ]),
      ),
    },
    {
      name: '证据目录',
      columns: [
        number('成品序号', 10),
        text('单耗版本号', 10),
        text('文件', 40),
        text('说明', 30),
        text('SHA-256', 68),
        text('存入', 26),
        text('存入人', 12),
      ],
      rows: record.evidence.map((of) => [of.of, of.name, of.note, of.sha256, of.addedAt, of.addedBy]),
    },
    checkSheet(record.checks),
  ])
}
