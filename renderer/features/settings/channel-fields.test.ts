import { expect, test } from 'vitest'
import { fieldsOf, settingsOf, withSiblings } from './channel-fields.ts'
import type { ChannelFields } from './channel-fields.ts'

const fields: ChannelFields = {
  kind: 'folders',
  outBox: 'C:\\ImpPath\\Npts\\OutBox',
  sentBox: '',
  inBox: 'D:\\Receipts',
  failBox: '',
  form: 'message',
  url: '',
  caFileId: '',
  pin: '',
  proxy: '',
  automatic: 'no',
}

test('the folder of what is sent names those beside it, and none that was typed', () => {
  expect(withSiblings(fields)).toEqual({
    ...fields,
    sentBox: 'C:\\ImpPath\\Npts\\SentBox',
    inBox: 'D:\\Receipts',
    failBox: 'C:\\ImpPath\\Npts\\FailBox',
  })
  expect(withSiblings({ ...fields, outBox: '/srv/npts/OutBox/' }).sentBox).toBe('/srv/npts/SentBox')
  expect(withSiblings({ ...fields, outBox: 'C:\\Send' }).sentBox).toBe('')
})

test('what is saved comes back into the form as it was', () => {
  const saved = {
    ...settingsOf(fields),
    authority: 'customs',
    authorityName: '海关',
    status: { state: 'ready', at: null, message: '', next: '' },
    waiting: 0,
  } as Parameters<typeof fieldsOf>[0]
  expect(saved.gateway.caFileId).toBeNull()
  expect(fieldsOf(saved)).toEqual(fields)
})
