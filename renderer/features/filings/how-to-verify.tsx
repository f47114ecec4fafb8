import { Button, CopyButton, Text } from '@mantine/core'
import classes from './filing.module.css'

/** OpenSSL 3: SM2 with SM3 over the manifest's bytes, user id 1234567812345678 (DESIGN §7). */
const command =
  'openssl pkeyutl -verify -pubin -inkey META-INF/signer.pem -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in META-INF/manifest.json -sigfile META-INF/signature.der'

export function HowToVerify({ packageName }: { packageName: string }) {
  return (
    <div className={classes.verify}>
      <Text size="sm">
        任何人都可以验证：把 {packageName} 解压，在解压出的文件夹里运行下面的命令，显示 Signature Verified Successfully
        即签名有效；再核对各文件的 SHA-256 与 META-INF/manifest.json 一致。
      </Text>
      <pre className={classes.command}>{command}</pre>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? '已复制' : '复制命令'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
