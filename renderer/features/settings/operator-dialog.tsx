import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { operatorRoles, roleNames } from '../../../shared/contract/operators.ts'
import type { OperatorRole } from '../../../shared/contract/operators.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { PassphraseField } from '../../components/fields/passphrase-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import type { Operator } from './operators-section.tsx'

const duties: Record<OperatorRole, string> = {
  prepares: '录入、导入、起草、生成申报',
  reviews: '批准自核的偏差说明',
  declares: '签名申报',
}

export function OperatorDialog({ operator, onClose }: { operator: Operator | undefined; onClose: () => void }) {
  useFocusBack()
  const save = useJob('operators.save')
  const form = useForm({
    initialValues: {
      name: operator?.name ?? '',
      roles: operator?.roles ?? (['prepares'] as OperatorRole[]),
      active: operator?.active ?? true,
      passphrase: '',
      again: '',
    },
    validate: {
      name: (name) => (name.trim() ? null : '请填写姓名'),
      roles: (roles) => (roles.length > 0 ? null : '请至少选择一项职责'),
      passphrase: (passphrase) => (passphrase.length === 0 || passphrase.length >= 6 ? null : '口令至少 6 个字符'),
      again: (again, { passphrase }) => (again === passphrase ? null : '两次口令不一致'),
    },
  })
  const submit = form.onSubmit(async ({ name, roles, active, passphrase }) => {
    if (save.running) return
    const saved = await save.start({
      name,
      roles,
      active,
      ...(operator && { operatorId: operator.operatorId }),
      ...(passphrase !== '' && { passphrase }),
    })
    if (!saved) return
    say(operator ? `操作员 ${saved.name} 已保存` : `操作员 ${saved.name} 已登记`)
    onClose()
  })
  useSaveKey(submit)
  return (
    <Modal
      opened
      onClose={onClose}
      title={operator ? `修改操作员 ${operator.name}` : '登记操作员'}
      size={560}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form onSubmit={submit} onKeyDown={enterMovesOn} noValidate>
        <Stack gap="md">
          <TextInput label="姓名" data-autofocus {...form.getInputProps('name')} />
          <Checkbox.Group label="职责" {...form.getInputProps('roles')}>
            <Stack gap="sm" mt={4}>
              {operatorRoles.map((role) => (
                <Checkbox key={role} value={role} label={`${roleNames[role]}：${duties[role]}`} />
              ))}
            </Stack>
          </Checkbox.Group>
          <SimpleGrid cols={2} style={{ alignItems: 'start' }}>
            <PassphraseField
              label={operator?.hasPassphrase ? '新口令（不改则留空）' : '口令（可不设）'}
              description="设了口令，每次接手值守都要输入"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={form.values.passphrase}
              onChange={(text) => form.setFieldValue('passphrase', text)}
              error={form.errors.passphrase}
            />
            <PassphraseField
              label="再输一次口令"
              value={form.values.again}
              onChange={(text) => form.setFieldValue('again', text)}
              error={form.errors.again}
            />
          </SimpleGrid>
          {operator && (
            <Switch
              label="在岗"
              description="离岗的操作员不能值守，以前的日志仍在其名下"
              {...form.getInputProps('active', { type: 'checkbox' })}
            />
          )}
          <ErrorNotice error={save.error} />
          <Group>
            <Button type="submit" loading={save.running !== null}>
              {operator ? '保存' : '登记'}
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
