import { Checkbox, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { EngineError } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Definitions } from '../../components/definitions.tsx'
import { printSize } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Hash } from './filing-files.tsx'
import classes from './filing.module.css'
import { filingKinds, nameOf } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'
import { useKeyChoice } from './key-choice.tsx'
import { KeyForm } from './key-form.tsx'
import { SignForm } from './sign-form.tsx'

/** A legal step: shows exactly what will be signed, and needs the passphrase. */
export function SignDialog({ filing, onClose }: { filing: FilingDetail; onClose: () => void }) {
  useFocusBack()
  const choice = useKeyChoice()
  const { keys, chosen, passphrase } = choice
  const filings = useOperation('filings.list', {}).data?.filings ?? []
  const sign = useJob('filings.sign')
  const operators = useOperation('operators.list', {}).data
  const onDuty = operators?.operators.find(({ operatorId }) => operatorId === operators.onDuty)
  const mayNot = whyNot(filing, onDuty)
  const [clockChecked, setClockChecked] = useState(false)
  const clockDoubted = clockChecked || (sign.error instanceof EngineError && sign.error.failure.code === 'filing.clockSetBack')
  const sequence = Math.max(0, ...filings.map((each) => each.sequence ?? 0)) + 1

  async function submit() {
    if (!chosen || !choice.ready || mayNot) return
    if (await sign.start({ filingId: filing.filingId, keyId: chosen.keyId, passphrase, clockChecked })) onClose()
  }

  return (
    <Modal opened onClose={onClose} size={960} title="签名" closeButtonProps={{ 'aria-label': '关闭' }}>
      <Stack gap="md">
        <Text>签名后，下面的内容从此不变。将要签名的是：</Text>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
        <section className={classes.toSign} aria-label="将要签名的内容" tabIndex={0}>
          <Definitions
            columns={3}
            items={[
              ['种类', filingKinds[filing.kind]],
              [
                filing.handbookNo ? '手册编号' : '内部编号',
                <span key="no" className="mono">
                  {nameOf(filing)}
                </span>,
              ],
              ['申报包序号', sequence],
              ...(filing.madeBy ? [['制单', filing.madeBy] as const] : []),
              ...filing.summary.filter(({ label }) => label !== '手册编号').map(({ label, value }) => [label, value] as const),
            ]}
          />
          <ul className={classes.files}>
            {filing.files.map(({ name, size, sha256 }) => (
              <li key={name}>
                <div className={classes.fileHead}>
                  <strong>{name}</strong>
                  <span className={classes.size}>{printSize(size)}</span>
                </div>
                <Hash name="SHA-256" value={sha256} />
              </li>
            ))}
          </ul>
        </section>
        {onDuty && !mayNot && <Text size="sm">由操作员 {onDuty.name} 签名。</Text>}
        {mayNot && <Notice severity="blocks">{mayNot}</Notice>}
        {keys?.length === 0 && (
          <>
            <Text fw={600}>本机还没有签名密钥，先生成一把；密钥在别的电脑上时，请到“申报箱 › 代签”导出：</Text>
            <KeyForm across autoFocus onCreated={(key) => choice.setKeyId(key.keyId)} />
          </>
        )}
        {keys && keys.length > 0 && (
          <SignForm
            choice={choice}
            error={sign.error}
            running={sign.running}
            may={mayNot === undefined}
            giveUpLabel="取消"
            onSign={submit}
            onGiveUp={onClose}
          >
            {clockDoubted && (
              <Checkbox
                label="已核对：现在的电脑时间没有错，是上一份签名时的时间不对"
                checked={clockChecked}
                onChange={(event) => setClockChecked(event.currentTarget.checked)}
              />
            )}
          </SignForm>
        )}
      </Stack>
    </Modal>
  )
}

type Operator = Output<'operators.list'>['operators'][number]

/** Why the operator at the desk may not sign it; the engine refuses it by the same rule. */
function whyNot({ mustNotBeSignedBy }: FilingDetail, onDuty: Operator | undefined): string | undefined {
  if (!onDuty) return undefined
  if (!onDuty.roles.includes('declares')) return `操作员${onDuty.name}没有“申报”职责，请换有“申报”职责的操作员值守。`
  if (mustNotBeSignedBy === onDuty.name) return `这份申报由${onDuty.name}生成，按企业规定须由他人签名，请换人值守。`
  return undefined
}
