import type { Request } from '../../../shared/contract/contract.ts'
import type { Draft } from '../../state/drafts.ts'
import type { Channel } from '../filings/channel-words.ts'

/** The form of a channel: flat texts, so that it is kept when the page is left. */
export interface ChannelFields extends Draft {
  kind: Channel['kind']
  outBox: string
  sentBox: string
  inBox: string
  failBox: string
  form: Channel['folders']['form']
  url: string
  caFileId: string
  pin: string
  proxy: string
  automatic: 'yes' | 'no'
}

export const fieldsOf = ({ kind, folders, gateway, automatic }: Channel): ChannelFields => ({
  kind,
  ...folders,
  ...gateway,
  caFileId: gateway.caFileId ?? '',
  automatic: automatic ? 'yes' : 'no',
})

export function settingsOf(fields: ChannelFields): Omit<Request<'channels.save'>, 'authority'> {
  const { kind, outBox, sentBox, inBox, failBox, form, url, caFileId, pin, proxy, automatic } = fields
  return {
    kind,
    folders: { outBox, sentBox, inBox, failBox, form },
    gateway: { url, caFileId: caFileId || null, pin, proxy },
    automatic: automatic === 'yes',
  }
}

/** The import client keeps its four folders side by side: the first one names the others. */
export function withSiblings(fields: ChannelFields): ChannelFields {
  const [, root] = /^(.*[\\/])outbox[\\/]?$/i.exec(fields.outBox.trim()) ?? []
  if (root === undefined) return fields
  return {
    ...fields,
    sentBox: fields.sentBox || `${root}SentBox`,
    inBox: fields.inBox || `${root}InBox`,
    failBox: fields.failBox || `${root}FailBox`,
  }
}
