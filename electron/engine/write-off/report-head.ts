import { customsDistrictName } from '../../../shared/codes/tables.ts'
import type { Party, WriteOffReport } from '../../../shared/messages/write-off-report.ts'

const party = ({ creditCode, customsCode, name }: Party) => [name, customsCode, creditCode].filter(Boolean).join(' · ')

/** The head of the report as a person reads it. */
export function headOf(report: WriteOffReport): { label: string; value: string }[] {
  const count = (direction: 'I' | 'E') => report.lists.filter((list) => list.direction === direction).length
  return [
    ...(report.seqNo === '' ? [] : [{ label: '统一编号', value: report.seqNo }]),
    { label: '手册编号', value: report.handbookNo },
    { label: '经营企业', value: party(report.operator) },
    { label: '加工企业', value: party(report.processor) },
    { label: '申报单位', value: party(report.declarant) },
    { label: '主管海关', value: [report.customsDistrict, customsDistrictName(report.customsDistrict)].filter(Boolean).join(' ') },
    { label: '报核申报日期', value: report.declaredOn },
    { label: '进口清单总数', value: `${count('I')}` },
    { label: '出口清单总数', value: `${count('E')}` },
    { label: '报核料件总数', value: `${report.materials.length}` },
    { label: '报核成品总数', value: `${report.products.length}` },
  ]
}
