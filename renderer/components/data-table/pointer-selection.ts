import { useEffect, useRef } from 'react'
import type { PointerEvent, RefObject } from 'react'
import type { Place } from './selection.ts'

/** Pixels a frame that the table scrolls by while the mouse is dragged out of it. */
const creep = 24

interface PointerSelection {
  onPointerDown(event: PointerEvent<HTMLElement>): void
  onPointerMove(event: PointerEvent<HTMLElement>): void
  onPointerUp(event: PointerEvent<HTMLElement>): void
}

/** Click and drag over cells. A drag beyond the border scrolls, and goes on scrolling while the mouse rests there. */
export function usePointerSelection(
  scroller: RefObject<HTMLDivElement | null>,
  placeAt: (x: number, y: number) => Place,
  select: (place: Place, extend: boolean) => void,
): PointerSelection {
  const drag = useRef<{ x: number; y: number; timer: number | undefined }>(undefined)
  const latest = useRef({ placeAt, select })
  useEffect(() => {
    latest.current = { placeAt, select }
  })
  useEffect(() => () => cancelAnimationFrame(drag.current?.timer ?? 0), [])

  const creepOn = (): void => {
    const element = scroller.current
    const at = drag.current
    if (!element || !at) return
    const box = element.getBoundingClientRect()
    const down = at.y > box.bottom ? creep : at.y < box.top ? -creep : 0
    const right = at.x > box.right ? creep : at.x < box.left ? -creep : 0
    at.timer = undefined
    if (down === 0 && right === 0) return
    element.scrollBy(right, down)
    latest.current.select(
      latest.current.placeAt(
        Math.max(box.left + 1, Math.min(box.right - 1, at.x)),
        Math.max(box.top + 1, Math.min(box.bottom - 1, at.y)),
      ),
      true,
    )
    at.timer = requestAnimationFrame(creepOn)
  }

  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || !(event.target instanceof Element)) return
      if (!event.target.closest('[role=gridcell]') || event.target.closest('input, [data-head]')) return
      // What is opened by a click in a cell leaves the cursor there.
      if (event.target.closest('button, a')) return select(placeAt(event.clientX, event.clientY), event.shiftKey)
      drag.current = { x: event.clientX, y: event.clientY, timer: undefined }
      event.currentTarget.setPointerCapture(event.pointerId)
      select(placeAt(event.clientX, event.clientY), event.shiftKey)
    },
    onPointerMove: (event) => {
      const at = drag.current
      if (!at) return
      const moved = at.x !== event.clientX || at.y !== event.clientY
      at.x = event.clientX
      at.y = event.clientY
      if (!moved) return
      const box = scroller.current?.getBoundingClientRect()
      const inside = box && at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom
      if (inside) select(placeAt(at.x, at.y), true)
      else at.timer ??= requestAnimationFrame(creepOn)
    },
    onPointerUp: () => {
      cancelAnimationFrame(drag.current?.timer ?? 0)
      drag.current = undefined
    },
  }
}
