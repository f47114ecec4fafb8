import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { PartnerDialog } from './partner-dialog.tsx'
import { inGroups } from './transfer-words.ts'
import type { PackageContent } from './transfer-words.ts'
import classes from './transfers.module.css'

/** Whose package it is: the register's partner, and the fingerprint that a person compares over the telephone, once. */
export function PackageSignature({ content }: { content: PackageContent }) {
  const { partnerId, partner, fingerprint, trusted, partnerHandbookNo } = content
  const known = useOperation('partners.list', {}).data?.partners.find((each) => each.partnerId === partnerId)
  const [registering, setRegistering] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const changed = known !== undefined && known.fingerprint !== '' && !trusted

  async function put(change: () => Promise<unknown>) {
    setError(null)
    try {
      await change()
    } catch (problem) {
      setError(problem)
    }
  }
  const trust = async (of: string) => put(() => call('partners.trust', { partnerId: of, fingerprint }))
  return (
    <Panel title="谁签的名" aside={trusted && <Tag tone="accent">{partner.name}已确认的密钥</Tag>}>
      <div className={classes.signature}>
        <div>
          <div className={classes.quiet}>签名密钥的指纹</div>
          <div className={classes.fingerprint}>{inGroups(fingerprint)}</div>
          {!trusted && partnerId !== null && (
            <Text mt={4}>
              请打电话核对指纹：拨打您原来知道的号码
              {known &&
                [known.contact, known.phone].some(Boolean) &&
                `（${[known.contact, known.phone].filter(Boolean).join(' ')}）`}
              ，请对方打开“设置 › 密钥”逐组念出；一致才确认。
            </Text>
          )}
        </div>
        {!trusted && partnerId !== null && (
          <Button autoFocus={!changed} variant={changed ? 'default' : 'filled'} onClick={() => void trust(partnerId)}>
            确认是这家企业的密钥
          </Button>
        )}
        {partnerId === null && (
          <Button autoFocus onClick={() => setRegistering(true)}>
            登记这家企业
          </Button>
        )}
      </div>
      {changed && (
        <Notice severity="blocks">
          与以前确认的密钥不同：<span className="mono">{inGroups(known.fingerprint)}</span>
          。对方换过密钥，或者这不是它的包；务必问清后再确认。
        </Notice>
      )}
      {known && !known.handbooks.includes(partnerHandbookNo) && (
        <Notice severity="warns">
          {partner.name}的手册 <span className="mono">{partnerHandbookNo}</span> 还没有登记。
          <Button
            size="compact-sm"
            variant="default"
            ml="sm"
            onClick={() =>
              void put(() => call('partners.save', { ...known, handbooks: [...known.handbooks, partnerHandbookNo] }))
            }
          >
            登记这本手册
          </Button>
        </Notice>
      )}
      {partnerId === null && (
        <Notice severity="warns">往来企业里没有{partner.name}。先登记它，再核对签名密钥；企业资料已从结转包填好。</Notice>
      )}
      <ErrorNotice error={error} />
      {registering && (
        <PartnerDialog partner={{ ...partner, handbooks: [partnerHandbookNo] }} onClose={() => setRegistering(false)} />
      )}
    </Panel>
  )
}
