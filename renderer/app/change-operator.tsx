import { Anchor, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../shared/contract/contract.ts'
import { roleNames } from '../../shared/contract/operators.ts'
import { paths } from '../../shared/contract/paths.ts'
import { ErrorNotice } from '../components/error-notice.tsx'
import { PassphraseField } from '../components/fields/passphrase-field.tsx'
import { say } from '../components/say.ts'
import classes from './operator.module.css'
import { useFocusBack } from './use-focus-back.ts'
import { useJob } from './use-job.ts'

type Operator = Output<'operators.list'>['operators'][number]

/** 换人: arrows choose, Enter takes over; who has a passphrase gives it. */
export function ChangeOperator({
  operators,
  onDuty,
  onClose,
}: {
  operators: readonly Operator[]
  onDuty: string | null
  onClose: () => void
}) {
  useFocusBack()
  const takeOver = useJob('operators.takeOver')
  const [chosenId, setChosenId] = useState(
    () => (operators.find(({ operatorId }) => operatorId !== onDuty) ?? operators[0])?.operatorId ?? '',
  )
  const [passphrase, setPassphrase] = useState('')
  const passphraseField = useRef<HTMLInputElement>(null)
  const chosen = operators.find(({ operatorId }) => operatorId === chosenId)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!chosen || takeOver.running) return
    const operator = await takeOver.start({ operatorId: chosen.operatorId, ...(chosen.hasPassphrase && { passphrase }) })
    setPassphrase('')
    if (!operator) return
    say(`${operator.name}开始值守`)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={onDuty ? '换人' : '由谁值守'} size={460} closeButtonProps={{ 'aria-label': '关闭' }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {onDuty ? '换人以后的操作记在接手的人名下。' : '没有操作员值守时只能查看，不能写入账本。'}
          </Text>
          <Radio.Group
            value={chosenId}
            onChange={(next) => {
              setChosenId(next)
              setPassphrase('')
              takeOver.clear()
            }}
            aria-label="操作员"
          >
            <div className={classes.people}>
              {operators.map(({ operatorId, name, roles }) => (
                <Radio
                  key={operatorId}
                  value={operatorId}
                  size="xs"
                  className={classes.person}
                  data-autofocus={operatorId === chosenId || undefined}
                  label={
                    <>
                      <span className={classes.personName}>{name}</span>
                      <span className={classes.personRoles}>{roles.map((role) => roleNames[role]).join('、')}</span>
                      {operatorId === onDuty && <span className={classes.personRoles}>值守中</span>}
                    </>
                  }
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter') return
                    event.preventDefault()
                    if (chosen?.hasPassphrase) passphraseField.current?.focus()
                    else event.currentTarget.form?.requestSubmit()
                  }}
                />
              ))}
            </div>
          </Radio.Group>
          {chosen?.hasPassphrase && (
            <PassphraseField ref={passphraseField} label={`${chosen.name}的口令`} value={passphrase} onChange={setPassphrase} />
          )}
          <ErrorNotice error={takeOver.error} />
          <Group>
            <Button type="submit" loading={takeOver.running !== null} disabled={!chosen || (chosen.hasPassphrase && !passphrase)}>
              值守
            </Button>
            <Button variant="default" onClick={onClose}>
              {onDuty ? '取消' : '只查看'}
            </Button>
            <Anchor component={Link} to={paths.settings('operators')} size="sm" ml="auto" onClick={onClose}>
              登记与修改操作员
            </Anchor>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
