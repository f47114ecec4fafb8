import { expect, test } from 'vitest'
import { printYields, readYields } from './chain-words.ts'

test('yields are read as they are typed, and printed so that they read back', () => {
  const yields = [
    { name: '晶圆测试', percent: '92' },
    { name: '成品测试', percent: '96.5' },
  ]
  expect(readYields('晶圆测试 92，成品测试 96.5')).toEqual(yields)
  expect(readYields('晶圆测试：９２％; 成品测试96.5%')).toEqual(yields)
  expect(readYields(printYields(yields))).toEqual(yields)
  expect(readYields('96')).toEqual([{ name: '良率 1', percent: '96' }])
  expect(readYields(' ')).toEqual([])
  expect(readYields('晶圆测试')).toBeUndefined()
})
