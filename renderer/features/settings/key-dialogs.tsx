import { FileInput, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { putFile, runJob, saveFile } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { PassphraseField } from '../../components/fields/passphrase-field.tsx'
import { say } from '../../components/say.ts'

export type Key = Output<'keys.list'>['keys'][number]

const shortest = 6

export function BackUpDialog({ signingKey: { keyId, name }, onClose }: { signingKey: Key; onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('')
  async function backUp() {
    const { fileId } = await runJob('keys.backUp', { keyId, passphrase })
    if (await saveFile(fileId)) say('密钥备份已保存，请放到别处，并记住口令')
  }
  return (
    <DeedDialog title={`备份密钥“${name}”`} submitLabel="备份" ready={passphrase !== ''} onSubmit={backUp} onClose={onClose}>
      <Text size="sm">备份文件里的密钥仍以口令加密：先验明口令能打开，再写文件。没有口令，备份也打不开。</Text>
      <PassphraseField label="口令" data-autofocus value={passphrase} onChange={setPassphrase} />
    </DeedDialog>
  )
}

export function ChangePassphraseDialog({ signingKey: { keyId, name }, onClose }: { signingKey: Key; onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('')
  const [newPassphrase, setNew] = useState('')
  const [again, setAgain] = useState('')
  async function change() {
    await runJob('keys.changePassphrase', { keyId, passphrase, newPassphrase })
    say(`密钥“${name}”的口令已更换`)
  }
  const problem = newPassphrase !== '' && newPassphrase.length < shortest ? `口令至少 ${shortest} 个字符` : undefined
  const differs = again !== '' && again !== newPassphrase ? '两次口令不一致' : undefined
  const ready = passphrase !== '' && newPassphrase.length >= shortest && again === newPassphrase
  return (
    <DeedDialog title={`更换“${name}”的口令`} submitLabel="更换口令" ready={ready} onSubmit={change} onClose={onClose}>
      <PassphraseField label="原口令" data-autofocus value={passphrase} onChange={setPassphrase} />
      <PassphraseField
        label="新口令"
        description={`至少 ${shortest} 个字符`}
        error={problem}
        value={newPassphrase}
        onChange={setNew}
      />
      <PassphraseField label="再输一次新口令" error={differs} value={again} onChange={setAgain} />
      <Text size="sm" c="dimmed">
        以前的备份文件仍用当时的口令打开；更换后请再备份一次。
      </Text>
    </DeedDialog>
  )
}

export function RequestDialog({ signingKey: { keyId, name, holder }, onClose }: { signingKey: Key; onClose: () => void }) {
  const enterprise = useOperation('enterprise.get', {})
  // Opens when what it is filled with is there.
  if (enterprise.isPending) return null
  return (
    <RequestForm
      keyId={keyId}
      name={name}
      inUKey={holder === 'uKey'}
      organization={enterprise.data?.name ?? ''}
      onClose={onClose}
    />
  )
}

function RequestForm(props: { keyId: string; name: string; inUKey: boolean; organization: string; onClose: () => void }) {
  const [subject, setSubject] = useState({
    commonName: '',
    organization: props.organization.slice(0, 64),
    organizationalUnit: '',
    locality: '',
    province: '',
  })
  const [passphrase, setPassphrase] = useState('')
  async function create() {
    const { fileId } = await runJob('keys.createRequest', { keyId: props.keyId, passphrase, subject })
    if (await saveFile(fileId)) say('证书申请已保存，请交给发证机构；签发后在这里导入证书')
  }
  const field = (name: keyof typeof subject, label: string, focus = false) => (
    <TextInput
      label={label}
      maxLength={64}
      data-autofocus={focus || undefined}
      value={subject[name]}
      onChange={({ currentTarget: { value } }) => setSubject((before) => ({ ...before, [name]: value }))}
    />
  )
  return (
    <DeedDialog
      title={`为“${props.name}”申请证书`}
      submitLabel="生成证书申请"
      ready={subject.commonName.trim() !== '' && passphrase !== ''}
      onSubmit={create}
      onClose={props.onClose}
    >
      {field('commonName', '名称（持证人或企业）', true)}
      {field('organization', '单位')}
      {field('organizationalUnit', '部门')}
      <SimpleGrid cols={2}>
        {field('province', '省份')}
        {field('locality', '城市')}
      </SimpleGrid>
      <PassphraseField label={props.inUKey ? 'U 盾口令' : '口令'} value={passphrase} onChange={setPassphrase} />
    </DeedDialog>
  )
}

export function RestoreKeyDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState('')
  async function restore() {
    if (!file) return
    const { name } = await runJob('keys.restore', { fileId: await putFile(file), passphrase })
    say(`密钥“${name}”已恢复，口令是备份时的那一个`)
  }
  return (
    <DeedDialog
      title="从备份恢复密钥"
      submitLabel="恢复"
      ready={file !== null && passphrase !== ''}
      onSubmit={restore}
      onClose={onClose}
    >
      <FileInput label="备份文件" placeholder="选择 .blkey 文件" accept=".blkey" data-autofocus value={file} onChange={setFile} />
      <PassphraseField label="备份时的口令" value={passphrase} onChange={setPassphrase} />
    </DeedDialog>
  )
}

export function RegisterKeyDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  async function register() {
    if (!file) return
    const key = await runJob('keys.register', { name, fileId: await putFile(file) })
    say(`已登记“${key.name}”，指纹 ${key.fingerprint}`)
  }
  return (
    <DeedDialog
      title="登记别处的密钥"
      submitLabel="登记"
      ready={file !== null && name.trim() !== ''}
      onSubmit={register}
      onClose={onClose}
    >
      <Text size="sm">别的电脑代签的申报包，只有签名者登记在这里才收回。登记后请与对方电话核对指纹。</Text>
      <TextInput
        label="密钥名称"
        maxLength={64}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FileInput label="公钥或证书文件" placeholder="选择文件" value={file} onChange={setFile} />
    </DeedDialog>
  )
}

/** Where it stands, as a person says it. */
export const holders: Record<Key['holder'], string> = { software: '本机', uKey: 'U 盾', elsewhere: '别的电脑' }
