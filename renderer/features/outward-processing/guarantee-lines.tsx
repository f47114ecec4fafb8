import { ActionIcon, Button, Stack } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { CodeField } from '../../components/fields/code-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import classes from './outward.module.css'

export interface TypedGuarantee {
  key: string
  itemSeq: string
  value: string
  dutyRate: string
  vatRate: string
}
let made = 0
export const blankGuarantee = (of: Partial<Omit<TypedGuarantee, 'key'>> = {}): TypedGuarantee => ({
  itemSeq: '',
  value: '',
  dutyRate: '',
  vatRate: '13',
  ...of,
  key: String(++made),
})
export const isWhole = ({ itemSeq, value, dutyRate, vatRate }: TypedGuarantee): boolean =>
  [itemSeq, value, dutyRate, vatRate].every((text) => text !== '')

/** What the guarantee is reckoned from: the value of what is sent out, and the rates of its taxes. */
export function GuaranteeLines({
  handbookNo,
  lines,
  onChange,
}: {
  handbookNo: string
  lines: readonly TypedGuarantee[]
  onChange: (lines: readonly TypedGuarantee[]) => void
}) {
  const { codes } = useHandbookItems(handbookNo, 'material')
  const change = (key: string, part: Partial<TypedGuarantee>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  return (
    <Stack gap="sm">
      {lines.map((line) => (
        <div key={line.key} className={classes.guaranteeLine}>
          <CodeField label="外发料件" codes={codes} value={line.itemSeq} onChange={(itemSeq) => change(line.key, { itemSeq })} />
          <QuantityField label="完税价格" unit="元" value={line.value} onChange={(value) => change(line.key, { value })} />
          <QuantityField
            label="关税税率"
            unit="%"
            value={line.dutyRate}
            onChange={(dutyRate) => change(line.key, { dutyRate })}
          />
          <QuantityField label="增值税率" unit="%" value={line.vatRate} onChange={(vatRate) => change(line.key, { vatRate })} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="删去这一行"
            onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button size="xs" variant="default" w="fit-content" onClick={() => onChange([...lines, blankGuarantee()])}>
        增加一行
      </Button>
    </Stack>
  )
}
