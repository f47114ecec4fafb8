import { SimpleGrid, Text } from '@mantine/core'
import { useState } from 'react'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { say } from '../../components/say.ts'
import type { ValueBalance } from './tax-words.ts'

/** 计划分配率 as filed with the tax office. A new plan stands beside the old one, which is kept. */
export function PlanDialog({ value, onClose }: { value: ValueBalance; onClose: () => void }) {
  const [importTotal, setImports] = useState(value.plan?.importTotal ?? '')
  const [exportTotal, setExports] = useState(value.plan?.exportTotal ?? '')
  const ready = [importTotal, exportTotal].every((text) => text !== '' && readDecimal(text) !== undefined)
  return (
    <DeedDialog
      title={`手册 ${value.handbookNo} 计划分配率`}
      submitLabel="登记"
      ready={ready}
      onClose={onClose}
      onSubmit={async () => {
        const saved = await call('taxWriteOff.savePlan', { handbookNo: value.handbookNo, importTotal, exportTotal })
        say(`计划分配率 ${saved.plan?.rate ?? ''}%`)
      }}
    >
      <SimpleGrid cols={2} spacing="lg">
        <QuantityField label="计划进口总值" unit="元" withAsterisk data-autofocus value={importTotal} onChange={setImports} />
        <QuantityField label="计划出口总值" unit="元" withAsterisk value={exportTotal} onChange={setExports} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        按备案的进料加工计划填写，人民币。计划分配率 = 计划进口总值 ÷ 计划出口总值；以前登记的留存。
      </Text>
    </DeedDialog>
  )
}
