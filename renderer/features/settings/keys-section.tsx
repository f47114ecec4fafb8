import { Button, FileButton, Group, Menu, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { putFile, runJob } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import { KeyForm } from '../filings/key-form.tsx'
import {
  BackUpDialog,
  ChangePassphraseDialog,
  RegisterKeyDialog,
  RequestDialog,
  RestoreKeyDialog,
  holders,
} from './key-dialogs.tsx'
import type { Key } from './key-dialogs.tsx'
import classes from './keys.module.css'

type Asked = { what: 'backUp' | 'passphrase' | 'request'; key: Key } | { what: 'restore' | 'register' }

/** 签名密钥: where they are, how long they are good for, and what is to be done about it. */
export function KeysSection() {
  const list = useOperation('keys.list', {})
  const [asked, setAsked] = useState<Asked | null>(null)
  const [error, setError] = useState<unknown>(null)
  const close = () => setAsked(null)

  async function importCertificate({ keyId, name }: Key, file: File) {
    setError(null)
    try {
      const { certificate } = await runJob('keys.importCertificate', { keyId, fileId: await putFile(file) })
      say(`“${name}”的证书已导入，有效期至 ${certificate?.validTo}`)
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <>
      <Panel
        title="签名密钥"
        aside={
          <>
            <Button size="compact-md" variant="default" onClick={() => setAsked({ what: 'restore' })}>
              从备份恢复
            </Button>
            <Button size="compact-md" variant="default" onClick={() => setAsked({ what: 'register' })}>
              登记别处的密钥
            </Button>
            <Button size="compact-md" variant="default" component={Link} to={paths.settings('u-key')}>
              U 盾
            </Button>
          </>
        }
      >
        <ErrorNotice error={error ?? list.error} />
        {list.data?.keys.length === 0 && <Empty>还没有密钥。签名申报之前要有一把。</Empty>}
        <ul className={classes.keys}>
          {list.data?.keys.map((key) => (
            <KeyRow
              key={key.keyId}
              signingKey={key}
              onAsk={(what) => setAsked({ what, key })}
              onCertificate={(file) => void importCertificate(key, file)}
            />
          ))}
        </ul>
      </Panel>
      <Panel title="生成一把密钥">
        <Group align="flex-start" gap={48} p="lg">
          <div style={{ flex: '0 0 400px' }}>
            <KeyForm onCreated={({ name }) => say(`密钥「${name}」已生成，请接着备份`)} />
          </div>
          <Text size="sm" c="dimmed" style={{ flex: 1 }} maw={420}>
            国密 SM2
            密钥用口令加密，只存在本机的账本文件夹里，不会离开这台电脑。口令无法找回：忘记口令时请另生成一把，以前签过的申报包仍可验证。
          </Text>
        </Group>
      </Panel>
      {asked?.what === 'backUp' && <BackUpDialog signingKey={asked.key} onClose={close} />}
      {asked?.what === 'passphrase' && <ChangePassphraseDialog signingKey={asked.key} onClose={close} />}
      {asked?.what === 'request' && <RequestDialog signingKey={asked.key} onClose={close} />}
      {asked?.what === 'restore' && <RestoreKeyDialog onClose={close} />}
      {asked?.what === 'register' && <RegisterKeyDialog onClose={close} />}
    </>
  )
}

function KeyRow(props: {
  signingKey: Key
  onAsk: (what: 'backUp' | 'passphrase' | 'request') => void
  onCertificate: (file: File) => void
}) {
  const { signingKey: key, onAsk, onCertificate } = props
  const { certificate } = key
  const here = key.holder === 'software'
  return (
    <li className={classes.key}>
      <div className={classes.head}>
        <strong>{key.name}</strong>
        <Tag>{holders[key.holder]}</Tag>
        <span className="mono">{key.fingerprint}</span>
        <div className={classes.actions}>
          {here && (
            <Button size="compact-sm" variant={key.backedUpAt ? 'default' : 'filled'} onClick={() => onAsk('backUp')}>
              备份
            </Button>
          )}
          <FileButton accept=".cer,.crt,.pem,.der" onChange={(file) => file && onCertificate(file)}>
            {(button) => (
              <Button {...button} size="compact-sm" variant="default">
                导入证书
              </Button>
            )}
          </FileButton>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-sm" variant="default" aria-label={`${key.name}的更多操作`}>
                更多
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {key.holder !== 'elsewhere' && <Menu.Item onClick={() => onAsk('request')}>申请证书</Menu.Item>}
              {here && <Menu.Item onClick={() => onAsk('passphrase')}>更换口令</Menu.Item>}
              <Menu.Item onClick={() => savePem(`公钥_${key.name}.pem`, key.publicKey)}>保存公钥</Menu.Item>
              {certificate && <Menu.Item onClick={() => savePem(`证书_${key.name}.pem`, certificate.pem)}>保存证书</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <div className={classes.about}>
        <span>{certificate ? certificate.subject : '没有证书，申报包里放公钥'}</span>
        {certificate && (
          <>
            <span>
              有效期 {certificate.validFrom} 至 {certificate.validTo}
            </span>
            <span>发证机构 {certificate.issuer}</span>
            <span>
              序列号 <span className="mono">{certificate.serial}</span>
            </span>
            <span>{certificate.keyUsage.join('、')}</span>
          </>
        )}
        <span>{printInstant(key.createdAt)} 加入</span>
        {key.backedUpAt && <span>{printInstant(key.backedUpAt)} 备份</span>}
      </div>
      {key.warnings.map(({ severity, message }) => (
        <div key={message} className={classes.warning} data-severity={severity}>
          {message}
        </div>
      ))}
    </li>
  )
}

/** For those who are to register the key, or to look at its certificate. */
function savePem(name: string, pem: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([pem], { type: 'application/x-pem-file' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
