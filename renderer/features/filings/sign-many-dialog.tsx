import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useJob } from '../../app/use-job.ts'
import classes from './filing.module.css'
import { filingKinds, nameOf } from './filing-words.ts'
import type { Filing } from './filing-words.ts'
import { useKeyChoice } from './key-choice.tsx'
import { KeyForm } from './key-form.tsx'
import { SignForm } from './sign-form.tsx'

/** Several filings with one passphrase, the oldest first: that is their order in the chain. */
export function SignManyDialog({ filings, onClose }: { filings: readonly Filing[]; onClose: () => void }) {
  useFocusBack()
  const choice = useKeyChoice()
  const sign = useJob('filings.signMany')
  const [done, setDone] = useState<Output<'filings.signMany'> | null>(null)
  const ordered = filings.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.filingId.localeCompare(b.filingId))

  async function submit() {
    if (!choice.chosen || !choice.ready) return
    const { passphrase } = choice
    const filingIds = ordered.map(({ filingId }) => filingId)
    const result = await sign.start({ filingIds, keyId: choice.chosen.keyId, passphrase })
    if (!result) return
    setDone(result)
    if (result.refused.length === 0) onClose()
  }

  const reasonOf = (filingId: string) => done?.refused.find((each) => each.filingId === filingId)?.message
  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      title={`签名 ${filings.length} 份申报`}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Stack gap="md">
        <Text>
          {done
            ? `已签名 ${done.signed.length} 份；${done.refused.length} 份没有签名，原因如下。`
            : '按下面的次序签名，签名后内容从此不变。不能签的列出原因，其余照签。'}
        </Text>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
        <section className={classes.toSign} aria-label="将要签名的申报" tabIndex={0}>
          <ol className={classes.files}>
            {ordered.map((filing) => (
              <li key={filing.filingId}>
                <div className={classes.fileHead}>
                  <strong>{filingKinds[filing.kind]}</strong>
                  <span className="mono">{nameOf(filing)}</span>
                  <span className={classes.size}>{filing.handbookNo ? filing.subject : ''}</span>
                </div>
                {reasonOf(filing.filingId) && <Text size="sm">{reasonOf(filing.filingId)}</Text>}
              </li>
            ))}
          </ol>
        </section>
        {done ? (
          <Group>
            <Button autoFocus onClick={onClose}>
              关闭
            </Button>
          </Group>
        ) : choice.keys?.length === 0 ? (
          <KeyForm across autoFocus onCreated={(key) => choice.setKeyId(key.keyId)} />
        ) : (
          <SignForm
            choice={choice}
            error={sign.error}
            running={sign.running}
            may
            giveUpLabel="取消"
            onSign={submit}
            onGiveUp={onClose}
          />
        )}
      </Stack>
    </Modal>
  )
}
