import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useId } from 'react'
import { CodeField } from '../../components/fields/code-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import { readYields, roleNames } from './chain-words.ts'
import type { ChainStep } from './chain-words.ts'
import classes from './chains.module.css'

/** A step as it is being typed. */
export interface TypedStep {
  /** As long as the dialog lasts. */
  key: string
  stepId: string | undefined
  role: ChainStep['role']
  enterpriseName: string
  handbookNo: string
  inputName: string
  inputUnit: string
  outputName: string
  outputUnit: string
  gross: string
  yields: string
  inputItemSeq: string
  outputItemSeq: string
}

const roles = Object.entries(roleNames).map(([value, label]) => ({ value, label }))
const isRole = (value: string | null): value is ChainStep['role'] => value !== null && Object.hasOwn(roleNames, value)
const span = (columns: number) => ({ gridColumn: `span ${columns}` })

/** Which of a step's fields still lack something, as the button says it. */
export function lackingOf(step: TypedStep): string | undefined {
  if (step.enterpriseName.trim() === '') return '企业名称'
  if (step.inputName.trim() === '' || step.inputUnit.trim() === '') return '投入的名称和单位'
  if (step.outputName.trim() === '' || step.outputUnit.trim() === '') return '产出的名称和单位'
  if (step.gross === '') return '毛产出'
  return readYields(step.yields) === undefined ? '良率的数字' : undefined
}

/** The fields of one step; of a handbook of ours also the items whose lists are its figures. */
export function StepFields(props: {
  step: TypedStep
  no: number
  ownHandbooks: readonly string[]
  onChange: (part: Partial<TypedStep>) => void
  onMove: ((by: 1 | -1) => void) | undefined
  onRemove: (() => void) | undefined
}) {
  const { step, onChange } = props
  const listId = useId()
  const ours = props.ownHandbooks.includes(step.handbookNo)
  const materials = useHandbookItems(ours ? step.handbookNo : '', 'material')
  const products = useHandbookItems(ours ? step.handbookNo : '', 'product')
  const text = (
    field: 'enterpriseName' | 'inputName' | 'inputUnit' | 'outputName' | 'outputUnit',
    label: string,
    columns: number,
    most: number,
  ) => (
    <TextInput
      style={span(columns)}
      label={label}
      maxLength={most}
      value={step[field]}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <fieldset className={classes.editStep} aria-label={`第 ${props.no} 环节`}>
      <div className={classes.editHead}>
        第 {props.no} 环节
        <span style={{ marginLeft: 'auto', display: 'flex', gap: 4 }}>
          {props.onMove && (
            <>
              <Icon label="上移" onClick={() => props.onMove?.(-1)}>
                <IconArrowUp size={14} />
              </Icon>
              <Icon label="下移" onClick={() => props.onMove?.(1)}>
                <IconArrowDown size={14} />
              </Icon>
            </>
          )}
          {props.onRemove && (
            <Icon label="删去" onClick={props.onRemove}>
              <IconTrash size={14} />
            </Icon>
          )}
        </span>
      </div>
      <div className={classes.editFields}>
        <Select
          style={span(2)}
          label="角色"
          allowDeselect={false}
          data={roles}
          value={step.role}
          onChange={(role) => isRole(role) && onChange({ role })}
        />
        {text('enterpriseName', '企业名称', 5, 512)}
        <TextInput
          style={span(2)}
          label="手册编号"
          placeholder="可以后补"
          classNames={{ input: 'mono' }}
          maxLength={12}
          list={listId}
          value={step.handbookNo}
          onChange={(event) =>
            onChange({ handbookNo: event.currentTarget.value.trim().toUpperCase(), inputItemSeq: '', outputItemSeq: '' })
          }
        />
        <datalist id={listId}>
          {props.ownHandbooks.map((no) => (
            <option key={no} value={no} />
          ))}
        </datalist>
        <QuantityField style={span(3)} label="每投入单位毛产出" value={step.gross} onChange={(gross) => onChange({ gross })} />
        {text('inputName', '投入', 3, 100)}
        {text('inputUnit', '投入单位', 1, 16)}
        {text('outputName', '产出', 3, 100)}
        {text('outputUnit', '产出单位', 1, 16)}
        <TextInput
          style={span(4)}
          label="各道良率 %"
          placeholder="晶圆测试 92，成品测试 96.5"
          error={readYields(step.yields) === undefined ? '名称后写百分数，用逗号隔开' : undefined}
          value={step.yields}
          onChange={(event) => onChange({ yields: event.currentTarget.value })}
        />
        {ours && (
          <>
            <CodeField
              style={span(4)}
              label="料件"
              codes={materials.codes}
              value={step.inputItemSeq}
              onChange={(inputItemSeq) => onChange({ inputItemSeq })}
            />
            <CodeField
              style={span(4)}
              label="成品"
              codes={products.codes}
              value={step.outputItemSeq}
              onChange={(outputItemSeq) => onChange({ outputItemSeq })}
            />
          </>
        )}
      </div>
    </fieldset>
  )
}

const Icon = (props: { label: string; onClick: () => void; children: React.ReactNode }) => (
  <Tooltip label={props.label}>
    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={props.label} onClick={props.onClick}>
      {props.children}
    </ActionIcon>
  </Tooltip>
)
