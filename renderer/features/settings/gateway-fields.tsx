import { Button, FileButton, Group, Input, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { putFile } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile } from '../../components/export-table.ts'
import type { ChannelFields } from './channel-fields.ts'

/** Where the gateway is, and how we know that it is the one. */
export function GatewayFields(props: {
  fields: ChannelFields
  set: (change: Partial<ChannelFields>) => void
  wrong: (name: string) => string | undefined
}) {
  const { fields, set, wrong } = props
  const [error, setError] = useState<unknown>(null)
  const choose = (file: File | null) => {
    setError(null)
    if (file) void putFile(file).then((caFileId) => set({ caFileId }), setError)
  }
  const text = (name: 'url' | 'pin' | 'proxy', label: string, description: string, placeholder: string) => (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder}
      classNames={{ input: 'mono' }}
      value={fields[name]}
      error={wrong(`gateway.${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <>
      {text('url', '网关地址', '由接收单位提供，以 https:// 开头', 'https://')}
      <Input.Wrapper
        label="CA 证书"
        description="接收单位用自己的 CA 签发证书时，选择它给的 CA 证书文件（PEM）；不选则按这台电脑信任的证书核对"
      >
        <Group gap="sm" mt={4}>
          <FileButton accept=".pem,.crt,.cer" onChange={choose}>
            {(button) => (
              <Button {...button} size="compact-md" variant="default">
                {fields.caFileId ? '换一个文件' : '选择文件'}
              </Button>
            )}
          </FileButton>
          {fields.caFileId && (
            <>
              <Text size="sm">已选择</Text>
              <Button size="compact-md" variant="default" onClick={() => saveStoredFile(fields.caFileId)}>
                另存
              </Button>
              <Button size="compact-md" variant="default" onClick={() => set({ caFileId: '' })}>
                不用
              </Button>
            </>
          )}
        </Group>
      </Input.Wrapper>
      <ErrorNotice error={error} />
      {text('pin', '证书指纹', '由接收单位提供，44 位；填写后，指纹不符就不发送。不填则不核对', '')}
      {text('proxy', '代理', '公司上网要经过代理时填写，形如 http://地址:端口；不填则直接连接', 'http://')}
    </>
  )
}
