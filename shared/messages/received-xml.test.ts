import { describe, expect, test } from 'vitest'
import { readLeaves } from './received-xml.ts'

const read = (text: string) => readLeaves(Buffer.from(text))

describe('a hostile document is refused in words, and costs little', () => {
  test.each([
    ['of more elements than any message', `<a>${'<b/>'.repeat(1_000_001)}</a>`, '超过 1000000 个元素'],
    ['of millions of attributes', `<a${' b="c"'.repeat(4_000_000)}/>`, '不是 XML'],
    ['of one endless tag', `<a${' '.repeat(4_000_000)}<`, '不是 XML'],
    ['of elements within elements', '<a>'.repeat(100_000), '嵌套过深'],
    ['with a control character', '<a>\u0001</a>', '控制字符'],
    ['with a control character in CDATA', '<a><![CDATA[\u0000]]></a>', '控制字符'],
    ['with an entity that is not closed', '<a>x &amp</a>', '实体'],
  ])('%s', (_, text, said) => {
    expect(() => read(text)).toThrow(said)
  })
})

test('attributes, comments and CDATA are read over', () => {
  expect(read(`<p:a x="1" p:y='2'><!-- ${'c'.repeat(1_000_000)} --><b>1 &lt; <![CDATA[2 & 3]]></b></p:a>`)).toEqual([
    { path: ['a', 'b'], within: 1, text: '1 < 2 & 3' },
  ])
})
