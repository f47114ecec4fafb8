import { Group, Select } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import { PassphraseField } from '../../components/fields/passphrase-field.tsx'
import { Notice } from '../../components/notice.tsx'

type Key = Output<'keys.list'>['keys'][number]

/** Which key signs, and what opens it. `keys` are those that can sign on this computer; undefined while they are not known. */
export function useKeyChoice() {
  const all = useOperation('keys.list', {}).data?.keys
  const [keyId, setKeyId] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const keys = all?.filter(({ holder }) => holder !== 'elsewhere')
  const chosen = keys?.find((key) => key.keyId === keyId) ?? keys?.find((key) => !whyNotWith(key)) ?? keys?.[0]
  const ready = chosen !== undefined && passphrase !== '' && !whyNotWith(chosen)
  return { keys, chosen, setKeyId, passphrase, setPassphrase, ready }
}

const whyNotWith = (key: Key): string | undefined => key.warnings.find(({ severity }) => severity === 'blocks')?.message

export function KeyChoice({ choice }: { choice: ReturnType<typeof useKeyChoice> }) {
  const { keys = [], chosen, setKeyId, passphrase, setPassphrase } = choice
  const blocked = chosen && whyNotWith(chosen)
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label="签名密钥"
          data={keys.map((key) => ({
            value: key.keyId,
            label: `${key.name}${key.holder === 'uKey' ? '（U 盾）' : ''}　${key.fingerprint}`,
          }))}
          value={chosen?.keyId ?? null}
          onChange={setKeyId}
          allowDeselect={false}
        />
        <PassphraseField
          label={chosen?.holder === 'uKey' ? 'U 盾口令' : '口令'}
          autoFocus
          data-autofocus
          value={passphrase}
          onChange={setPassphrase}
        />
      </Group>
      {blocked && <Notice severity="blocks">{blocked}</Notice>}
    </>
  )
}
