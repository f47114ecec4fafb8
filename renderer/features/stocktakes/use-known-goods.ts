import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { call } from '../../app/engine.ts'
import type { KnownGoods } from './typed-counts.ts'

const everything = { limit: 100_000 }

/** The items and part numbers of all handbooks of a stocktake; undefined until they are there. */
export function useKnownGoods(handbookNos: readonly string[]): (KnownGoods & { parts: readonly Code[] }) | undefined {
  return useQueries({
    queries: handbookNos.map((handbookNo) => ({
      queryKey: ['stocktakes.knownGoods', handbookNo],
      queryFn: async () => {
        const [materials, products, mappings] = await Promise.all([
          call('handbooks.materials', { handbookNo, ...everything }),
          call('handbooks.products', { handbookNo, ...everything }),
          call('mappings.list', { handbookNo, ...everything }),
        ])
        return { handbookNo, materials: materials.rows, products: products.rows, mappings: mappings.rows }
      },
      staleTime: 0,
    })),
    combine: useMemo(
      () => (answers: readonly { data: Loaded | undefined }[]) => {
        const books = answers.flatMap(({ data }) => (data ? [data] : []))
        return books.length === answers.length ? known(handbookNos, books) : undefined
      },
      [handbookNos],
    ),
  })
}

interface Item {
  seq: number
  name: string
  unit: string
}
interface Loaded {
  handbookNo: string
  materials: readonly Item[]
  products: readonly Item[]
  mappings: readonly { partNo: string; partName: string; partUnit: string }[]
}

function known(handbookNos: readonly string[], books: readonly Loaded[]): KnownGoods & { parts: readonly Code[] } {
  const items = new Map<string, Item>(
    books.flatMap(({ handbookNo, materials, products }) => [
      ...materials.map((item) => [`${handbookNo} material ${item.seq}`, item] as const),
      ...products.map((item) => [`${handbookNo} product ${item.seq}`, item] as const),
    ]),
  )
  const parts = new Map(books.flatMap(({ mappings }) => mappings.map((part) => [part.partNo, part] as const)))
  return {
    handbookNos,
    itemOf: (handbookNo, goods, seq) => {
      const item = items.get(`${handbookNo} ${goods} ${seq}`)
      return item && { name: item.name, unit: shownUnit(item.unit) }
    },
    partOf: (partNo) => {
      const part = parts.get(partNo)
      return part && { name: part.partName, unit: part.partUnit }
    },
    parts: [...parts.values()].map(({ partNo, partName }) => ({ code: partNo, name: partName })),
  }
}
