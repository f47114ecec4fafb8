import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useJob } from '../../app/use-job.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { PassphraseField } from '../../components/fields/passphrase-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { JobProgress } from '../../components/job-progress.tsx'

/** Name and passphrase twice. The passphrase is never kept as a draft. */
export function KeyForm({
  onCreated,
  across = false,
  autoFocus = false,
}: {
  onCreated: (key: Output<'keys.create'>) => void
  /** The fields beside one another, where height is short. */
  across?: boolean
  autoFocus?: boolean
}) {
  const job = useJob('keys.create')
  const form = useForm({
    initialValues: { name: '报关员密钥', passphrase: '', again: '' },
    validate: {
      name: (name) => (name.trim() ? null : '请给密钥起名'),
      passphrase: (passphrase) => (passphrase.length >= 6 ? null : '口令至少 6 个字符'),
      again: (again, { passphrase }) => (again === passphrase ? null : '两次口令不一致'),
    },
  })
  const submit = form.onSubmit(async ({ name, passphrase }) => {
    const key = await job.start({ name, passphrase })
    if (!key) return
    form.reset()
    onCreated(key)
  })
  useSaveKey(submit)
  return (
    <form onSubmit={submit} onKeyDown={enterMovesOn} noValidate>
      <Stack gap="md" maw={across ? undefined : 400}>
        <SimpleGrid cols={across ? 3 : 1} verticalSpacing="md" style={{ alignItems: 'start' }}>
          <TextInput label="密钥名称" {...form.getInputProps('name')} />
          <PassphraseField
            label="口令"
            description="至少 6 个字符"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoFocus={autoFocus}
            data-autofocus={autoFocus || undefined}
            value={form.values.passphrase}
            onChange={(text) => form.setFieldValue('passphrase', text)}
            error={form.errors.passphrase}
            onBlur={() => form.validateField('passphrase')}
          />
          <PassphraseField
            label="再输一次口令"
            value={form.values.again}
            onChange={(text) => form.setFieldValue('again', text)}
            error={form.errors.again}
            onBlur={() => form.validateField('again')}
          />
        </SimpleGrid>
        <ErrorNotice error={job.error} />
        {job.running ? (
          <JobProgress job={job.running} what="正在生成密钥" />
        ) : (
          <Group>
            <Button type="submit">生成密钥</Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
