import type { Output } from '../../../shared/contract/contract.ts'
import { parameterText, ruleParameterNames } from '../../../shared/domain/rule-parameters.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import { useDatedColumns } from './in-force.tsx'
import { ReferenceRows } from './reference-table.tsx'

type Row = Output<'reference.ruleParameters'>['rows'][number]

function valueOf({ parameter, value }: Row): string {
  const known = ruleParameterNames.find((name) => name === parameter)
  return known ? parameterText(known, value) : value
}

const own: readonly Column<Row>[] = [
  { id: 'rule', title: '规则', width: 72, kind: 'code', text: (row) => row.rule },
  { id: 'name', title: '参数', width: 230, kind: 'text', text: (row) => row.name },
  { id: 'value', title: '值', width: 170, kind: 'text', text: valueOf },
  { id: 'unit', title: '单位', width: 68, kind: 'text', text: (row) => row.unit },
  {
    id: 'confidence',
    title: '可信程度',
    width: 92,
    kind: 'status',
    text: (row) => row.confidence,
    render: (row) => <Tag tone={row.confidence === '待核' ? 'warns' : 'neutral'}>{row.confidence}</Tag>,
  },
]

const imported = {
  table: 'ruleParameters',
  section: 'rule-parameters',
  what: '规则参数',
  expects:
    '一张“规则参数”工作表：参数（名称与现有的相同）、值、起始日期、终止日期、可信程度、依据。工作簿里有哪几个参数，就替换哪几个参数的全部期间，没有列出的保持不变。',
} as const

const rowKey = (row: Row) => `${row.parameter} ${row.from}`

export function RuleParametersSection() {
  return (
    <ReferenceRows
      of={imported}
      answer={useOperation('reference.ruleParameters', {})}
      columns={useDatedColumns(own, 300)}
      rowKey={rowKey}
      notice={
        <Notice severity="info">
          期限、限额和比例按业务日期取用当日的一行。随程序提供的值在“可信程度”里写明来源可靠到什么地步；与主管海关核对后，在工作簿里改好再导入。
        </Notice>
      }
      whyEmpty="没有规则参数。"
    />
  )
}
